"""What must hold before a production city issues certificates."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register


@register
def signing_key_is_there(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:  # noqa: ARG001
    """The named files exist; in production there should be some, for else nobody outside knows our signature."""
    named = [name for name in (settings.CERTIFICATE_KEY, settings.CERTIFICATE_CHAIN) if name]
    missing = [name for name in named if not Path(name).is_file()]
    if missing or len(named) == 1:
        return [
            Error(
                "The city's signing key is not complete.",
                hint="ONECITY_CERTIFICATE_KEY and ONECITY_CERTIFICATE_CHAIN must both name PEM files that exist.",
                id="certificates.E001",
            )
        ]
    if not named and not settings.DEMONSTRATION:
        return [
            checks.Warning(
                "Certificates are signed with a key that only this installation knows.",
                hint="Set ONECITY_CERTIFICATE_KEY and ONECITY_CERTIFICATE_CHAIN to those of a certification authority.",
                id="certificates.W001",
            )
        ]
    return []
