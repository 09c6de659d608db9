"""What the city tells a resident: in her inbox, and by e-mail if she wants."""

from django.db import models

from onecity.common.models import Row


class Notice(Row):
    """One message to a resident. Words are made when it is read, in her language, from ``kind`` and ``facts``."""

    resident_id = models.UUIDField()
    kind = models.CharField(max_length=40)  # case-received, more-asked, case-decided, message, deadline-moved, ...
    facts = models.JSONField(default=dict)  # {"number": ..., "service": code, "promised_on": ...}: no personal details
    case_id = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)
    emailed_at = models.DateTimeField(null=True)
    email_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["resident_id", "-id"], name="inbox"),
            models.Index(fields=["resident_id"], condition=models.Q(read_at=None), name="inbox_unread"),
        ]


class AgencyAlert(Row):
    """Something an agency's unit must know: a deadline near or missed, a bad rating, a correction wanted."""

    agency = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    case_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="alerts_of_agency")]
        constraints = [models.UniqueConstraint(fields=["task_id", "kind"], name="one_alert_of_a_kind")]
