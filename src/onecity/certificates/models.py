"""What a decision gives: a certificate that anybody can check."""

from django.db import models

from onecity.common.models import Row


class Certificate(Row):
    """A certificate. ``code`` is unguessable: whoever holds the paper may check it."""

    code = models.CharField(max_length=32, unique=True)  # 128 random bits in base 32
    kind = models.CharField(max_length=60)  # of certificates.yaml
    resident_id = models.UUIDField()
    case_id = models.UUIDField(unique=True)
    case_number = models.CharField(max_length=20)
    agency = models.CharField(max_length=40)
    service = models.CharField(max_length=100)
    data = models.JSONField()  # what it says, frozen: see ``wording.Said``
    digest = models.CharField(max_length=64)  # keyed hash over code and data: a row edited in the database shows
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["resident_id", "-id"], name="wallet")]
