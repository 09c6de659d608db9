"""What a decision gives: a certificate that anybody can check."""

from django.db import models

from onecity.common.models import Row


class Certificate(Row):
    """A certificate. ``code`` is unguessable: whoever holds the paper may check it."""

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=60)  # of certificates.yaml
    resident_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    service = models.CharField(max_length=100)
    data = models.JSONField()  # what it says: [{"label": {"en":…, "zh":…}, "value": …}], and the words
    digest = models.CharField(max_length=64)  # SHA-256 over what it says
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["resident_id", "-id"], name="wallet")]
