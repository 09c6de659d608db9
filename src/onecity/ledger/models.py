"""The record of every look at personal data and of every decision. Rows are added, never changed."""

from django.contrib.postgres.fields import ArrayField
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


class Pending(models.Model):
    """Entries that wait for their place in the tree: written with them, taken away by the sequencer.

    One row for each group of entries, and no index at all (a migration takes away the key that Django asks for): the
    cheapest thing that can be written in the same transaction. An entry that is committed late is not skipped,
    because nothing is derived from an order of ids or times.
    """

    entries = ArrayField(models.UUIDField(), primary_key=True)


class Leaf(models.Model):
    """The place of an entry in the hash tree, given by the sequencer.

    ``hash`` is the RFC 9162 leaf hash. ``seal`` binds place, entry and hash with the ledger's key, so that a leaf
    that was changed along with its entry is still named exactly.
    """

    index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    hash = models.BinaryField()
    seal = models.BinaryField()


class Node(models.Model):
    """A full inner node of the tree at every eighth level: the root of 256 hashes of the level eight below.

    What lies between is computed when it is asked for, from at most 256 stored hashes a level.
    """

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()


class Checkpoint(models.Model):
    """A signed statement: at this moment the tree had this many leaves and this root. ``note`` is the statement."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()
