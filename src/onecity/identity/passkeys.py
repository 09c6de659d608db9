"""Passkeys as a browser sends them, or as somebody made them up.

The libraries raise half a dozen errors over a broken credential. Whatever they stumble over, it is the same to
the person: this credential cannot be used.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django.forms import HiddenInput, JSONField, ValidationError

LARGEST = 20_000  # characters
DEEPEST = 50  # brackets in all


def _carefully(clean: Callable[[], Any]) -> Any:
    try:
        return clean()
    except ValidationError:
        raise
    except Exception as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(JSONField):
    """A credential has a few thousand characters and a few levels; a bomb is no credential."""

    widget = HiddenInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (len(value) > LARGEST or value.count("[") + value.count("{") > DEEPEST):
            raise get_adapter().validation_error("incorrect_code")
        return super().to_python(value)


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def clean(self) -> Any:
        return _carefully(super().clean)


class AuthenticateByPasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def clean_credential(self) -> Any:
        return _carefully(super().clean_credential)


class SignInByPasskeyForm(LoginWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def clean_credential(self) -> Any:
        return _carefully(super().clean_credential)


class ProveByPasskeyForm(ReauthenticateWebAuthnForm):  # type: ignore[misc]
    credential = CredentialField()

    def clean_credential(self) -> Any:
        return _carefully(super().clean_credential)
