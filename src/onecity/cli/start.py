"""Django, for a command that needs it."""

import os

import django
from django.apps import apps


def start_django() -> None:
    """Load settings and rooms, once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onecity.conf.settings")
    if not apps.ready:
        django.setup()
