"""Recordings on disk while they are made: written as they are heard, so that a killed process loses under a second.

A file begins with a line of JSON (what is known of the call, the number sealed) and goes on with the sound of the line.
``.part`` is being written, ``.done`` waits for the database. What an earlier process left behind is ``.part`` too.
"""

import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import msgspec

from onecity.telephone.answerer.sound import RATE, SILENCE

SECONDS = 180  # the longest voicemail
LARGEST = SECONDS * RATE
AT_ONCE = 1600  # bytes: a fifth of a second
LEAST_FREE = 200_000_000  # bytes of disk below which nothing is recorded
LEAST = RATE // 2  # half a second: less is nothing


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """``caller`` is sealed, in hexadecimal; empty when it is not known."""

    call: str
    codec: str
    language: str = ""
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """A finished recording. ``cut``: the process ended before the call did."""

    path: Path
    facts: Facts
    sound: bytes


class Locked(RuntimeError):
    """Another answerer uses the folder."""


def open_folder(folder: Path) -> int:
    """Make the folder ours, and finish what an earlier process could not. The lock ends with the process."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise Locked(f"Another answerer records into {folder}.") from error
    for path in folder.glob("*.part"):
        path.rename(path.with_suffix(".done"))
    return lock


class Recording:
    """One voicemail being written."""

    def __init__(self, folder: Path, facts: Facts) -> None:
        self._path = folder / f"{uuid4().hex}.part"
        self._file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._held = bytearray()
        self._silence = SILENCE[facts.codec]
        self.size = 0
        os.write(self._file, msgspec.json.encode(facts) + b"\n")

    @property
    def full(self) -> bool:
        return self.size >= LARGEST

    def add(self, sound: bytes, missing: int = 0) -> None:
        """Sound, after so many samples that were lost on the way."""
        piece = (self._silence * missing + sound)[: LARGEST - self.size]
        self.size += len(piece)
        self._held += piece
        if len(self._held) >= AT_ONCE:
            self._write()

    def sync(self) -> None:
        """Down to the disk itself. Slow: not for the thread that carries the sound."""
        os.fdatasync(self._file)

    def close(self) -> bool:
        """Finish; whether there was anything worth keeping."""
        self._write()
        os.close(self._file)
        if self.size < LEAST:
            self._path.unlink()
            return False
        self._path.rename(self._path.with_suffix(".done"))
        return True

    def _write(self) -> None:
        while self._held:
            del self._held[: os.write(self._file, self._held)]


def has_room(folder: Path) -> bool:
    state = os.statvfs(folder)
    return state.f_bavail * state.f_frsize > LEAST_FREE


def left(folder: Path) -> Iterator[Left]:
    """Finished recordings, the oldest first. A file whose first line was never written has no sound either."""
    for path in sorted(folder.glob("*.done"), key=lambda each: each.stat().st_mtime):
        head, _, sound = path.read_bytes().partition(b"\n")
        try:
            yield Left(path, msgspec.json.decode(head, type=Facts), sound)
        except msgspec.DecodeError:
            path.rename(path.with_suffix(".unreadable"))
