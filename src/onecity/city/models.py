"""The city folder as it was installed."""

from django.db import models

from onecity.common.clock import now


class CityRelease(models.Model):
    """One installed state of the city folder; the newest is in force.

    The services have tables of their own (``catalogue``); ``digest`` counts them in, so that a process needs to look at
    the newest release only to know whether anything has changed.
    """

    digest = models.CharField(max_length=64)
    definition = models.TextField()  # JSON as it was written: jsonb would forget the order of pages, steps and choices
    at = models.DateTimeField(default=now)
