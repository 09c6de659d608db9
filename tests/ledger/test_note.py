"""Checkpoints as signed notes."""

from base64 import b64decode
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from onecity.ledger import note
from onecity.ledger.note import BadNote, Statement

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SAID = Statement(size=1205, root=bytes(range(32)), at=datetime(2026, 12, 3, 8, 15, 0, 1, tzinfo=UTC), previous=1180)
NOTE = note.write(SAID, KEY)


def test_a_note_says_what_it_states_in_plain_lines():
    name = note.origin(KEY.public_key())
    assert NOTE.split("\n")[:6] == [
        name,
        "1205",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
        "time 2026-12-03T08:15:00.000001+00:00",
        "previous 1180",
        "",
    ]


def test_the_signature_is_ed25519_over_the_text_above_it():
    body, _, signed = NOTE.partition("\n\n")
    KEY.public_key().verify(b64decode(signed.split(" ")[2])[4:], body.encode() + b"\n")


def test_a_note_is_read_back_also_with_the_line_ends_of_windows():
    assert note.read(NOTE, KEY.public_key()) == note.read(NOTE.replace("\n", "\r\n"), KEY.public_key()) == SAID


@pytest.mark.parametrize(
    "altered",
    [
        NOTE.replace("1205", "1204"),
        NOTE.replace("previous 1180", "previous 1179"),
        NOTE.replace("AAEC", "AAED"),
        NOTE.replace("08:15", "09:15"),
        NOTE.replace("onecity", "another"),
        NOTE.rstrip()[:-4] + "AAAA",
        NOTE.partition("\n\n")[0],
        "",
        "\n\n",
        "x" * 10_000,
    ],
)
def test_an_altered_note_is_refused(altered):
    with pytest.raises(BadNote):
        note.read(altered, KEY.public_key())


def test_a_note_of_another_key_is_refused():
    with pytest.raises(BadNote):
        note.read(NOTE, Ed25519PrivateKey.generate().public_key())
