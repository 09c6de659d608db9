"""Drafts: what a resident has typed so far, on any device."""

from django.db import models

from onecity.common.models import Row


class Draft(Row):
    """An application being written, for the resident it concerns, by the account that writes it."""

    resident_id = models.UUIDField()
    account_id = models.UUIDField()
    service = models.CharField(max_length=100)
    version_id = models.BigIntegerField()  # ServiceVersion
    answers = models.JSONField(default=dict)  # field -> value, also values that are still wrong: nothing typed is lost
    sources = models.JSONField(default=dict)  # field -> {"register":…, "attribute":…, "value":…} for what was filled in
    page = models.CharField(max_length=40, blank=True)  # the last page saved
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account_id", "-saved_at"], name="drafts_of_account")]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "resident_id", "service"],
                condition=models.Q(submitted_at=None),
                name="one_open_draft",
            )
        ]
