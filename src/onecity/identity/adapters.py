"""How allauth meets our accounts: who may open one, how mail goes out, how secrets are kept."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from onecity.city.queries import current
from onecity.common.sealed import seal, unseal
from onecity.identity import jobs, outside, suspended
from onecity.identity.models import Account
from onecity.identity.queries import first_page_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts with a password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  allauth's signature
        """Newcomers are matched with the register in a demonstration; elsewhere they come by the outside provider."""
        return bool(settings.SIGN_UP_BY_REGISTER)

    def save_user(self, request: HttpRequest, user: Account, form: Form, commit: bool = True) -> Account:
        """The form has found the resident; the account is hers from its first row on."""
        user.resident_id, user.name = form.cleaned_data["resident"]
        user.proved_by = Account.REGISTER
        saved: Account = super().save_user(request, user, form, commit)
        return saved

    def pre_login(self, request: HttpRequest, user: Account, **kwargs: Any) -> HttpResponse | None:
        """However she proved herself, a demonstration's account does not get into production."""
        if user.is_demo and not settings.DEMONSTRATION:
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def login(self, request: HttpRequest, user: Account) -> None:
        super().login(request, user)
        suspended.put_back(request)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page_of(request.user)  # type: ignore[arg-type]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mail goes out by a job: an unreachable mail server makes nobody wait, and loses nothing."""
        context = {**context, "request": self.request, "email": email, "current_site": {"name": str(current().name)}}
        jobs.post(self.render_mail(template_prefix, email, context))

    def format_email_subject(self, subject: str) -> str:
        return f"{current().name}: {subject}"


class OutsideAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Accounts that sign in through the city's or the nation's provider."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        suspended.carry_over(request)
        outside.bind(request, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002
        """Open to whoever the provider has proved to be a resident: ``bind`` has refused the others."""
        return sociallogin.user.resident_id is not None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Account:  # noqa: ARG002
        """Take nothing from the provider but the address: name and number are the register's."""
        user: Account = sociallogin.user
        user.email = (data.get("email") or "").lower()
        return user


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: their secrets are sealed in the database."""

    def encrypt(self, text: str) -> str:
        return b64encode(seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(b64decode(encrypted_text))

    def get_totp_issuer(self) -> str:
        return current().name.in_language("en")
