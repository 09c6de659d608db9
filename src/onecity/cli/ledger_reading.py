"""What `onecity ledger` does and prints, once Django is there."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onecity.ledger import keys, sequencer, store
from onecity.ledger.verification import verify as read_all


def verify(exported: Sequence[Path]) -> int:
    """Print the first finding; 1 when there is one."""
    try:
        texts = [path.read_text(encoding="utf-8") for path in exported]
    except (OSError, UnicodeDecodeError) as error:
        print(f"The exported checkpoint cannot be read: {error}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    finding = read_all(exported=texts, progress=_show)
    if finding:
        print(finding.words)
        print("Keep the database as it is, and compare with a backup.", file=sys.stderr)
        return 1
    newest = store.newest_checkpoint()
    print(f"The ledger is sound: {newest.size if newest else 0:,} rows read in {time.monotonic() - begun:.0f} s.")
    return 0


def print_checkpoint() -> int:
    """Place what waits, then print the newest signed note; 1 when there is none yet."""
    sequencer.sequence_all()
    newest = store.newest_checkpoint()
    if newest is None:
        print("The ledger is empty: there is nothing to sign yet.", file=sys.stderr)
        return 1
    print(newest.note, end="")
    return 0


def print_key() -> int:
    print(keys.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(), end="")
    return 0


def _show(done: int, whole: int) -> None:
    """Progress on a terminal, about every hundredth of the way."""
    if sys.stderr.isatty() and (done == whole or done // 5_000 % max(1, whole // 500_000) == 0):
        print(f"\r{done:,} of {whole:,} rows", end="\n" if done == whole else "", file=sys.stderr, flush=True)
