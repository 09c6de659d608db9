"""`onecity ledger`."""

import pytest
from django.db import connection
from tests.ledger.conftest import OFFICER, fill

from onecity.cli import ledger_reading
from onecity.ledger.domain import record


def test_a_sound_ledger_is_told_with_its_size(db, capsys):
    fill(12)
    assert ledger_reading.verify([]) == 0
    assert capsys.readouterr().out.startswith("The ledger is sound: 12 rows read in ")


def test_the_first_edited_row_is_named_and_the_command_fails(db, capsys):
    log = fill(12)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE ledger_entry SET what = 'nothing' WHERE id = %s", [log[7].pk])
    assert ledger_reading.verify([]) == 1
    assert capsys.readouterr().out == f"Row 7 (entry {log[7].pk}) was edited.\n"


def test_a_checkpoint_places_what_waits_and_can_be_compared_later(db, capsys, tmp_path):
    record(actor=OFFICER, action="read", what="x", purpose="y")
    assert ledger_reading.print_checkpoint() == 0
    kept = tmp_path / "checkpoint"
    kept.write_text(capsys.readouterr().out)
    assert kept.read_text().splitlines()[1] == "1"
    assert ledger_reading.verify([kept]) == 0
    kept.write_text(kept.read_text().replace("1\n", "2\n"))
    assert ledger_reading.verify([kept]) == 1


def test_an_empty_ledger_has_no_checkpoint(db):
    assert ledger_reading.print_checkpoint() == 1


def test_a_checkpoint_that_cannot_be_read_is_told(db, tmp_path, capsys):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert ledger_reading.verify([tmp_path / "missing"]) == 2
    assert ledger_reading.verify([tmp_path / "binary"]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_the_public_key_is_printed(capsys):
    ledger_reading.print_key()
    assert capsys.readouterr().out.startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    "words", [["verify"], ["checkpoint"], ["key"], ["verify", "--checkpoint", "a", "--checkpoint", "b"]]
)
def test_the_commands_are_there(words):
    import argparse

    from onecity.cli import ledger

    parser = argparse.ArgumentParser()
    ledger.add_arguments(parser)
    assert parser.parse_args(words).what == words[0]
