from typing import Any

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "onecity.identity"
    label = "identity"

    def ready(self) -> None:
        """allauth tells of a finished step only by a signal: a step-up gets a new session key, as a sign-in does."""
        from allauth.account.signals import authentication_step_completed

        from onecity.identity import checks  # noqa: F401  registers itself

        authentication_step_completed.connect(_new_key_at_step_up, dispatch_uid="onecity.identity")


def _new_key_at_step_up(request: Any, **step: Any) -> None:
    if step.get("reauthenticated"):
        request.session.cycle_key()
