"""What the city tells a resident: in her inbox, and by e-mail if she wants."""

from django.db import models

from onecity.common.models import Row


class Mailed(Row):
    """What goes out by e-mail."""

    email_at = models.DateTimeField(null=True)  # when to (try to) e-mail it next; none: nothing to do any more
    email_tries = models.PositiveSmallIntegerField(default=0)
    emailed_at = models.DateTimeField(null=True)
    email_error = models.CharField(max_length=200, blank=True)

    SETTLED: tuple[str, ...] = ("email_at", "emailed_at", "email_error")

    class Meta:
        abstract = True

    def settle(self, *, error: str = "") -> None:
        """Nothing more to do for this one."""
        self.email_at, self.email_error = None, error
        self.save(update_fields=self.SETTLED)


class Notice(Mailed):
    """One message to a resident. Words are made when it is read, in her language, from ``kind`` and ``facts``."""

    resident_id = models.UUIDField()
    kind = models.CharField(max_length=40)  # case-received, more-asked, case-decided, message, deadline-moved, ...
    facts = models.JSONField(default=dict)  # {"number": ..., "service": code, "promised_on": ...}: no personal details
    case_id = models.UUIDField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["resident_id", "-id"], name="inbox"),
            models.Index(fields=["resident_id"], condition=models.Q(read_at=None), name="inbox_unread"),
            models.Index(fields=["email_at"], condition=models.Q(email_at__isnull=False), name="to_email"),
        ]


class Letter(Mailed):
    """An e-mail to somebody who has no inbox here. To whom and what is sealed, and erased when it was sent."""

    sealed = models.BinaryField(null=True)

    SETTLED = (*Mailed.SETTLED, "sealed")

    class Meta:
        indexes = [
            models.Index(fields=["email_at"], condition=models.Q(email_at__isnull=False), name="letters_to_email"),
        ]

    def settle(self, *, error: str = "") -> None:
        self.sealed = None
        super().settle(error=error)


class AgencyAlert(Row):
    """Something an agency's unit must know: a deadline near or missed, a bad rating, a correction wanted."""

    agency = models.CharField(max_length=40)
    unit = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)
    case_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    about_id = models.UUIDField(null=True)  # the task, rating or correction that it is about
    due_on = models.DateField(null=True)  # the day in question; a deadline that moved is warned of anew
    heads = models.BooleanField(default=False)  # escalated: for those who lead the unit
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "-id"], name="alerts_of_agency")]
        constraints = [models.UniqueConstraint(fields=["about_id", "kind", "due_on"], name="one_alert_of_a_kind")]
