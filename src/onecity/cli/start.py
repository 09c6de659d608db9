"""Django, for a command that needs it."""

import os

import django
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from onecity.cli.failures import Failure


def start_django() -> None:
    """Load settings and rooms, once. What is missing or unsafe in the settings is told in a sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onecity.conf.settings")
    try:
        if not apps.ready:
            django.setup()
    except ImproperlyConfigured as error:
        raise Failure(f"OneCity does not start. {error}") from None
