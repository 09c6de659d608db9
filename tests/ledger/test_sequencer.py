"""Places in the tree."""

import psycopg
import pytest
from django.db import connection
from tests.ledger import second_verifier as second
from tests.ledger.conftest import fill

from onecity.common.actor import SYSTEM
from onecity.ledger import keys, note, store, tree
from onecity.ledger.domain import record
from onecity.ledger.models import Checkpoint, Entry, Leaf, Node, Pending
from onecity.ledger.sequencer import LOCK, LedgerBroken, sequence, sequence_all


def write(what="x"):
    return record(actor=SYSTEM, action="read", what=what, purpose="y")


def apart():
    """A connection of its own to the database of the tests."""
    settings = connection.get_connection_params()
    wanted = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
    return psycopg.connect(**wanted)


def test_every_entry_gets_one_place_and_nothing_waits(log):
    assert list(Leaf.objects.order_by("index").values_list("index", "entry_id")) == [
        (index, entry.pk) for index, entry in enumerate(log)
    ]
    assert not Pending.objects.exists()


def test_the_hashes_are_those_of_a_second_implementation(log):
    leaves = [second.leaf(second.canonical(entry)) for entry in log]
    assert [bytes(leaf.hash) for leaf in Leaf.objects.order_by("index")] == leaves
    for checkpoint in Checkpoint.objects.all():
        root = second.tree_hash(leaves[: checkpoint.size])
        assert second.read_note(checkpoint.note) == (checkpoint.size, root)
        assert bytes(checkpoint.root) == root
    assert [bytes(node.hash) for node in Node.objects.order_by("index")] == [
        second.tree_hash(leaves[:256]), second.tree_hash(leaves[256:512]),
    ]  # fmt: skip


def test_each_checkpoint_is_signed_and_names_the_one_before(log):
    statements = [note.read(each.note, keys.public_key()) for each in Checkpoint.objects.order_by("size")]
    assert [(said.previous, said.size) for said in statements] == [(n, n + 100) for n in range(0, 700, 100)]


def test_stored_proofs_convince_the_second_verifier(log):
    roots = {each.size: bytes(each.root) for each in Checkpoint.objects.all()}
    for index, size in [(0, 100), (99, 100), (299, 300), (256, 700), (0, 700), (699, 700), (511, 600)]:
        leaf = bytes(Leaf.objects.get(index=index).hash)
        path = store.inclusion_proof(index, size)
        assert second.root_from_inclusion(index, size, leaf, path) == roots[size]
        assert tree.proves_inclusion(leaf=leaf, index=index, size=size, path=path, root=roots[size])
    for old, new in [(100, 200), (300, 700), (600, 700), (100, 700)]:
        path = store.consistency_proof(old, new)
        assert second.roots_from_consistency(old, new, path, roots[old]) == (roots[old], roots[new])


def test_strange_texts_hash_alike_in_both(db):
    for text in ["\t\n\r\b\f\x01\x1f\x7f", "\"\\/'", "中文 𠮷 é e\u0301", "\u2028\u2029\ufeff\ufffd", "<script>&"]:
        write(text)
    sequence_all()
    leaves = [second.leaf(second.canonical(entry)) for entry in Entry.objects.order_by("id")]
    assert [bytes(leaf.hash) for leaf in Leaf.objects.order_by("index")] == leaves


def test_nothing_waiting_makes_no_checkpoint(log):
    assert sequence() == 0
    assert Checkpoint.objects.count() == 7


def test_batches_go_on_until_nothing_waits(db):
    for number in range(5):
        write(str(number))
    assert sequence_all(batch=2) == 5
    assert list(Checkpoint.objects.order_by("size").values_list("size", flat=True)) == [2, 4, 5]


def test_an_entry_committed_late_is_not_skipped(db):
    late = write("late")
    fill(0)
    Pending.objects.all().delete()  # as if its transaction were still open
    write("early")
    sequence_all()
    Pending.objects.create(entries=[late.pk])
    sequence_all()
    assert list(Leaf.objects.order_by("index").values_list("index", flat=True)) == [0, 1]
    assert Leaf.objects.get(index=1).entry_id == late.pk


def test_only_one_sequencer_works_at_a_time(db):
    write()
    with apart() as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        assert sequence() == 0
    assert sequence() == 1


def test_nothing_is_signed_on_a_broken_tree(log):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_leaf DISABLE TRIGGER ALL")
        cursor.execute("UPDATE ledger_leaf SET hash = sha256('x') WHERE index = 690")
    write()
    with pytest.raises(LedgerBroken, match="700 leaves"):
        sequence()
    assert Checkpoint.objects.count() == 7
    assert Pending.objects.count() == 1


def test_an_entry_that_vanished_before_its_place_does_not_stop_the_others(db):
    gone, kept = write("gone"), write("kept")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [gone.pk])
    sequence_all()
    assert list(Leaf.objects.values_list("entry_id", flat=True)) == [kept.pk]
    assert Pending.objects.get().entries == [gone.pk]
