"""The city's or the nation's OpenID Connect provider, and what is kept of its answer: the number, sealed."""

import logging
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from requests import RequestException

from onecity.common.sealed import seal, unseal

logger = logging.getLogger(__name__)


class CityProvider(OpenIDConnectProvider):  # type: ignore[misc]
    """As allauth's, but nothing personal is stored, and the two parts of an answer must speak of the same person."""

    package = "allauth.socialaccount.providers.openid_connect"  # whose addresses are used

    def redirect(self, request: HttpRequest, process: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """To the provider; when it cannot be reached, back to the sign-in page with the reason."""
        try:
            return super().redirect(request, process, *args, **kwargs)  # type: ignore[no-any-return]
        except RequestException:
            logger.warning("the provider for signing in does not answer")
            messages.error(
                request, _("%(provider)s does not answer just now. Try again later.") % {"provider": self.name}
            )
            return HttpResponseRedirect(reverse("account_login"))

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject. Refused when token and user information name different ones (OpenID Connect Core, 5.3.2)."""
        subjects = {part["sub"] for part in _parts(data) if "sub" in part}
        if len(subjects) != 1:
            raise OAuth2Error("The answer of the provider does not name one subject.")
        return str(subjects.pop())

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, str]:
        number = number_in(data, settings.OIDC_NUMBER_CLAIM)
        return {"number": b64encode(seal(number)).decode()} if number else {}


def number_in(data: Mapping[str, Any], claim: str) -> str:
    """The number in a provider's answer: from the token, else from the user information.

    >>> number_in({"userinfo": {"number": "110101"}, "id_token": {"sub": "x"}}, "number")
    '110101'
    """
    return next((str(part[claim]) for part in _parts(data) if part.get(claim)), "")


def number_kept(extra: Mapping[str, str]) -> str:
    """The number that was kept from an answer; empty when the provider gave none."""
    return unseal(b64decode(extra["number"])) if extra.get("number") else ""


def _parts(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [part for part in (data.get("id_token"), data.get("userinfo")) if part]
