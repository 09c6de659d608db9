"""What must hold before a production city starts."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from onecity.identity.models import Account


@register(Tags.database)
def no_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001
    databases: Iterable[str] | None = None,
    **kwargs: Any,  # noqa: ARG001
) -> list[CheckMessage]:
    """A city that began as a demonstration may not go into production with everybody's password known."""
    if settings.DEMONSTRATION or not databases or not Account.objects.filter(is_demo=True).exists():
        return []
    return [
        Error(
            "There are accounts of a demonstration in this database.",
            hint="Start production with an empty database, or delete them: onecity account forget-demo",
            id="identity.E001",
        )
    ]
