"""What agencies know about residents. Which registers there are, who owns them and on what law is city data."""

from django.db import models

from onecity.common.models import Row


class Record(models.Model):
    """What one register knows about one resident: attribute -> value."""

    pk = models.CompositePrimaryKey("resident_id", "register")
    resident_id = models.UUIDField()
    register = models.CharField(max_length=40)
    data = models.JSONField()
    made_up = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)


class Correction(Row):
    """A resident says that something a register knows is wrong; the agency that owns the register answers."""

    OPEN, MENDED, KEPT = "open", "mended", "kept"
    says: object = None  # what the register says now, where somebody was given it to compare

    resident_id = models.UUIDField()
    register = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    agency = models.CharField(max_length=40)
    should_be = models.CharField(max_length=300)
    note = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=OPEN)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "state", "id"], name="corrections_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["resident_id", "register", "attribute"],
                condition=models.Q(state="open"),
                name="one_open_correction",
            )
        ]
