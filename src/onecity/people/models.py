"""Residents as the city meets them, and who may act for whom."""

from django.db import models

from onecity.common.models import Row


class Resident(Row):
    """A resident: her number sealed, her name to greet her, and how she wants to be reached."""

    number_sealed = models.BinaryField()
    number_hash = models.BinaryField(unique=True)
    name = models.CharField(max_length=120)
    born = models.DateField()
    district = models.CharField(max_length=40)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    notices_by_email = models.BooleanField(default=True)
    made_up = models.BooleanField(default=False)


class Mandate(Row):
    """The right of one resident (``agent``) to act for another (``principal``): a child, a parent.

    No foreign keys: the two may live on different shards.
    """

    CHILD, PARENT = "child", "parent"

    principal_id = models.UUIDField()
    agent_id = models.UUIDField()
    kind = models.CharField(
        max_length=10, choices=[(CHILD, CHILD), (PARENT, PARENT)]
    )  # what the principal is to the agent
    principal_name = models.CharField(max_length=120)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent_id", "principal_id"], condition=models.Q(revoked_at=None), name="one_mandate_each"
            ),
            models.CheckConstraint(condition=~models.Q(agent_id=models.F("principal_id")), name="mandate_for_another"),
        ]
        indexes = [models.Index(fields=["principal_id"], name="mandate_by_principal")]
