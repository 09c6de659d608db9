"""Tampering with the log straight in SQL, with the triggers switched off: each time the first bad row is named."""

import random
import time
from uuid import uuid4

import pytest
from django.db import connection, transaction
from tests.ledger.conftest import fill

from onecity.common.actor import SYSTEM
from onecity.ledger import keys, note, tree
from onecity.ledger.domain import record
from onecity.ledger.models import Checkpoint, Leaf
from onecity.ledger.sequencer import sequence_all
from onecity.ledger.verification import verify

COLUMNS = ("actor_kind", "actor_id", "actor_name", "agency", "action", "what", "purpose")


class Undone(Exception):
    """Takes the tampering back."""


def sql(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def unlocked():
    """As somebody who owns the database would go about it."""
    for table in ("entry", "leaf", "node", "checkpoint"):
        sql(f"ALTER TABLE ledger_{table} DISABLE TRIGGER ALL")


def found_after(tamper):
    """What ``verify`` finds after some tampering, which is then undone."""
    findings = []
    try:
        with transaction.atomic():
            tamper()
            findings.append(verify())
            raise Undone
    except Undone:
        return findings[0]


@pytest.fixture
def open_log(log):
    unlocked()
    return log


def test_an_untouched_log_has_no_finding(log):
    assert verify() is None


def test_an_empty_log_has_no_finding(db):
    assert verify() is None


def test_entries_that_still_wait_are_no_finding(log):
    record(actor=SYSTEM, action="read", what="x", purpose="y")
    assert verify() is None


# One tampering with the entries each: (what it does, the kind it is called). ``i`` < ``j`` are places in the log.


def edit(log, i, j, chance):
    sql(f"UPDATE ledger_entry SET {chance.choice(COLUMNS)} = 'x' WHERE id = %s", log[i].pk)


def edit_time(log, i, j, chance):
    sql("UPDATE ledger_entry SET at = at + interval '1 microsecond' WHERE id = %s", log[i].pk)


def edit_whose(log, i, j, chance):
    sql("UPDATE ledger_entry SET resident_id = %s WHERE id = %s", chance.choice([None, uuid4()]), log[i].pk)


def remove(log, i, j, chance):
    sql("DELETE FROM ledger_entry WHERE id = %s", log[i].pk)


def remove_with_leaf(log, i, j, chance):
    remove(log, i, j, chance)
    sql("DELETE FROM ledger_leaf WHERE index = %s", i)


def remove_and_close_up(log, i, j, chance):
    remove_with_leaf(log, i, j, chance)
    sql("UPDATE ledger_leaf SET index = -index WHERE index > %s", i)
    sql("UPDATE ledger_leaf SET index = -index - 1 WHERE index < 0")


def swap_entries(log, i, j, chance):
    names = ", ".join(COLUMNS)
    sql(
        f"UPDATE ledger_entry e SET ({names}) = (SELECT {names} FROM ledger_entry o WHERE o.id = "
        "CASE e.id WHEN %s THEN %s::uuid ELSE %s::uuid END) WHERE id IN (%s, %s)",
        log[i].pk, log[j].pk, log[i].pk, log[i].pk, log[j].pk,
    )  # fmt: skip


def swap_places(log, i, j, chance):
    sql("UPDATE ledger_leaf SET index = -1 WHERE index = %s", i)
    sql("UPDATE ledger_leaf SET index = %s WHERE index = %s", i, j)
    sql("UPDATE ledger_leaf SET index = %s WHERE index = -1", j)


def insert(log, i, j, chance):
    sql("INSERT INTO ledger_entry SELECT gen_random_uuid(), at, actor_kind, actor_id, actor_name, agency, resident_id, "
        "action, what, purpose, case_id FROM ledger_entry WHERE id = %s", log[i].pk)  # fmt: skip


def cut_off(log, i, j, chance):
    sql("DELETE FROM ledger_entry WHERE id >= %s", log[i].pk)


def cut_off_with_leaves(log, i, j, chance):
    cut_off(log, i, j, chance)
    sql("DELETE FROM ledger_leaf WHERE index >= %s", i)


def edit_with_leaf(log, i, j, chance):
    edit(log, i, j, chance)
    rehash(log, i)


def edit_with_leaf_and_tree(log, i, j, chance):
    edit_with_leaf(log, i, j, chance)
    regrow()


TAMPERINGS = {
    edit: "edited",
    edit_time: "edited",
    edit_whose: "edited",
    remove: "removed",
    remove_with_leaf: "removed",
    remove_and_close_up: "moved",
    swap_entries: "edited",
    swap_places: "moved",
    insert: "inserted",
    cut_off: "removed",
    cut_off_with_leaves: "cut-off",
    edit_with_leaf: "moved",
    edit_with_leaf_and_tree: "moved",
}


def rehash(log, i):
    """Give the changed entry a leaf that fits. The seal cannot be made without the city's key."""
    from onecity.ledger.sequencer import READ, canonical

    with connection.cursor() as cursor:
        cursor.execute(READ, [[log[i].pk]])
        digest = tree.leaf_hash(canonical(cursor.fetchone()))
    sql("UPDATE ledger_leaf SET hash = %s WHERE index = %s", digest, i)


def regrow(*, sign=False):
    """Make nodes and checkpoints fit the leaves, and sign them too when the key is known."""
    growing, previous = tree.Growing(), 0
    checkpoints = {each.size: each for each in Checkpoint.objects.all()}
    for leaf in Leaf.objects.order_by("index"):
        for node in growing.append(bytes(leaf.hash)):
            sql("UPDATE ledger_node SET hash = %s WHERE level = %s AND index = %s", node.hash, node.level, node.index)
        if growing.size in checkpoints:
            said = note.Statement(growing.size, growing.root(), checkpoints[growing.size].at, previous)
            text = note.write(said, keys.signing_key()) if sign else checkpoints[growing.size].note
            sql("UPDATE ledger_checkpoint SET root = %s, note = %s WHERE size = %s", said.root, text, said.size)
            previous = growing.size


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_each_kind_of_tampering_is_named(open_log, tamper):
    chance = random.Random(3)
    finding = found_after(lambda: tamper(open_log, 345, 456, chance))
    assert finding.kind == TAMPERINGS[tamper]
    assert finding.index == (None if tamper is insert else 345)


def test_a_thousand_random_tamperings_are_each_named_in_a_minute(db):
    log = fill(300, batch=70)
    unlocked()
    chance, begun, named = random.Random(1000), time.monotonic(), 0
    for _ in range(1000):
        i, j = sorted(chance.sample(range(len(log)), 2))
        tamper = chance.choice(list(TAMPERINGS))
        finding = found_after(lambda: tamper(log, i, j, chance))  # noqa: B023
        assert finding is not None, (tamper.__name__, i, j)
        assert (finding.kind, finding.index) == (TAMPERINGS[tamper], None if tamper is insert else i), tamper.__name__
        named += 1
    assert verify() is None
    print(f"{named} tamperings named in {time.monotonic() - begun:.1f} s")
    assert time.monotonic() - begun < 60


def test_a_changed_node_is_named(open_log):
    finding = found_after(lambda: sql("UPDATE ledger_node SET hash = sha256('x') WHERE index = 1"))
    assert (finding.kind, finding.index) == ("node", 256)


def test_a_node_that_was_removed_or_added_is_named(open_log):
    assert found_after(lambda: sql("DELETE FROM ledger_node WHERE index = 0")).kind == "node"
    assert found_after(lambda: sql("INSERT INTO ledger_node VALUES (8, 7, 'x')")).kind == "node"
    assert found_after(lambda: sql("INSERT INTO ledger_node VALUES (3, 1, 'x')")).kind == "node"


def test_a_changed_checkpoint_is_named(open_log):
    for change in ("root = sha256('x')", "note = replace(note, 'time', 'Time')", "note = ''"):
        finding = found_after(lambda: sql(f"UPDATE ledger_checkpoint SET {change} WHERE size = 300"))  # noqa: B023
        assert (finding.kind, finding.index) == ("checkpoint", 299)


def test_a_checkpoint_that_was_taken_away_is_missed(open_log):
    assert found_after(lambda: sql("DELETE FROM ledger_checkpoint WHERE size = 300")).index == 399
    assert found_after(lambda: sql("DELETE FROM ledger_checkpoint WHERE size = 700")).index == 600


def test_an_entry_removed_before_it_had_its_place_is_named(open_log):
    waiting = record(actor=SYSTEM, action="read", what="x", purpose="y")
    finding = found_after(lambda: sql("DELETE FROM ledger_entry WHERE id = %s", waiting.pk))
    assert (finding.kind, finding.entry) == ("vanished", str(waiting.pk))


def roll_back(size):
    """As if last night's copy of the database had been put back."""
    sql("DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_leaf WHERE index >= %s)", size)
    sql("DELETE FROM ledger_leaf WHERE index >= %s", size)
    sql("DELETE FROM ledger_checkpoint WHERE size > %s", size)
    sql("DELETE FROM ledger_node WHERE (index + 1) << level::int > %s", size)


def test_a_whole_database_rolled_back_is_found_by_an_exported_checkpoint(open_log):
    exported = Checkpoint.objects.get(size=700).note
    roll_back(400)
    assert verify() is None  # in itself it is sound
    finding = verify(exported=[exported])
    assert (finding.kind, finding.index) == ("rolled-back", 400)


def test_a_log_that_went_on_after_a_roll_back_is_found_too(open_log):
    exported = Checkpoint.objects.get(size=700).note
    roll_back(400)
    fill(500)
    assert verify() is None
    assert verify(exported=[exported]).kind == "rolled-back"


def test_a_log_rewritten_by_somebody_with_the_key_is_found_by_an_exported_checkpoint(open_log):
    exported = [Checkpoint.objects.get(size=size).note for size in (200, 700)]
    edit_with_leaf(open_log, 345, 0, random.Random(1))
    leaf = Leaf.objects.get(index=345)
    sql("UPDATE ledger_leaf SET seal = %s WHERE index = 345", keys.seal(345, leaf.entry_id.bytes, bytes(leaf.hash)))
    regrow(sign=True)
    assert verify() is None
    assert verify(exported=exported).kind == "rolled-back"


def test_an_exported_checkpoint_of_a_sound_log_is_no_finding(log):
    exported = [each.note for each in Checkpoint.objects.all()]
    record(actor=SYSTEM, action="read", what="x", purpose="y")
    sequence_all()
    assert verify(exported=exported) is None


def test_a_forged_export_is_refused(log):
    forged = Checkpoint.objects.get(size=700).note.replace("700", "7000")
    assert verify(exported=[forged]).kind == "checkpoint"


def test_progress_is_told(log):
    told = []
    verify(progress=lambda done, whole: told.append((done, whole)))
    assert told == [(700, 700)]
