"""Who may sign in at all."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings

from onecity.identity.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """Asked at every sign-in and at every request: a demonstration's account is nobody in production."""

    def user_can_authenticate(self, user: Account | None) -> bool:
        return user is not None and user.is_active and (settings.DEMONSTRATION or not user.is_demo)
