"""How the set-up speaks: one line a step, the seconds it took, and a counter while it lasts."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT_LINES = 30  # of a failed program's output


class Failure(Exception):
    """The set-up cannot go on; the message says what a person can do."""


def say(words: str, *, failed: bool = False) -> None:
    print(words, file=sys.stderr if failed else sys.stdout, flush=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Announce a long step, and tell how long it took."""
    say(f"{words} …")
    begun = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - begun:.0f} s")


def run(command: list[str | Path], *, counts: Callable[[str], bool] = lambda _: False, whole: int = 0) -> None:
    """Run a program quietly; show how many of its lines ``counts`` has seen, and its last lines if it fails."""
    lines: list[str] = []
    seen = 0
    with _started(command) as process:
        for line in process.stdout or ():
            lines = [*lines[-KEPT_LINES:], line]
            if counts(line):
                seen += 1
                _show(seen, whole)
    if process.returncode:
        raise Failure("".join([*lines, f"{Path(command[0]).name} failed (code {process.returncode})."]))


def _started(command: list[str | Path]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )


def _show(seen: int, whole: int) -> None:
    """A counter: every step of it on a terminal, every twentieth in a log."""
    if sys.stdout.isatty():
        print(f"\r  {seen} of {whole}", end="\n" if seen == whole else "", flush=True)
    elif seen == whole or seen % 20 == 0:
        say(f"  {seen} of {whole}")
