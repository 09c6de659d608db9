"""The record of every look at personal data and of every decision. Rows are added, never changed (a trigger refuses)."""

from django.db import models

from onecity.common.models import Row


class Entry(Row):
    """Who did what to whose data, when, and for which purpose."""

    actor_kind = models.CharField(max_length=14)
    actor_id = models.CharField(max_length=36, blank=True)
    actor_name = models.CharField(max_length=120, blank=True)
    agency = models.CharField(max_length=40, blank=True)
    resident_id = models.UUIDField(null=True)  # whose data; none for acts on the system itself
    action = models.CharField(max_length=40)  # read, submit, decide, withdraw, issue, revoke, ...
    what = models.CharField(max_length=200)  # register.population, case, file, certificate, ...
    purpose = models.CharField(max_length=120)  # a service code, or why
    case_id = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["resident_id", "-id"], name="ledger_of_resident")]


class Leaf(models.Model):
    """The place of an entry in the hash tree, given by the sequencer job."""

    index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    hash = models.BinaryField()


class Node(models.Model):
    """A full inner node of the hash tree: ``level`` 1 joins two leaves; ``index`` counts from the left."""

    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_node_each")]


class Checkpoint(models.Model):
    """A signed statement: at this moment the tree had this many leaves and this root."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    signature = models.BinaryField()
    at = models.DateTimeField()
