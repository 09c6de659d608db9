"""The city folder as it was installed."""

from django.db import models

from onecity.common.clock import now


class CityRelease(models.Model):
    """One installed state of the city folder without its services; the newest is in force."""

    digest = models.CharField(max_length=64, unique=True)
    definition = models.JSONField()
    at = models.DateTimeField(default=now)
