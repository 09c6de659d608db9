"""Keeps processes running: starts them, starts them again when they die, and takes all of them down at the end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from onecity.cli import dying

ENOUGH = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
LOOK_EVERY = 1.0  # seconds, and at once when a child ends
LONGEST_PAUSE = 30.0
SOUND_AFTER = 20.0  # seconds of life after which the next death is the first again
TIME_TO_END = 15.0


class Child:
    """One program that should run all the time, in a process group of its own; ``socket`` is where it listens.

    A socket that a killed program left behind is taken away before it starts again.
    """

    def __init__(self, name: str, command: Sequence[str], socket: Path | None = None) -> None:
        self.name = name
        self._command, self._socket = command, socket
        self._process: subprocess.Popen[bytes] | None = None
        self._begun = self._not_before = 0.0
        self.deaths = 0

    def start(self) -> None:
        if self._socket:
            self._socket.unlink(missing_ok=True)
        self._begun = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_like_a_fresh_process,  # noqa: PLW1509  this process has one thread
        )

    def look_after(self) -> None:
        """Start it if it is not running: at once after a first death, later and later after more of them."""
        if self._process and self._process.poll() is not None:
            self._bury(self._process)
        if not self._process and time.monotonic() >= self._not_before:
            self.start()

    def code(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._process.poll() if self._process else None

    def tell(self, number: signal.Signals) -> None:
        """To the program itself; it tells its own children."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)

    def end(self, until: float) -> None:
        """Wait for its end; what is left of its group at ``until`` is killed."""
        if not self._process:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            print(f"{self.name} did not end in time and is killed.", file=sys.stderr)
        self._kill_group(self._process)

    def _bury(self, process: "subprocess.Popen[bytes]") -> None:
        """Its own children must not live on: they would hold the port."""
        self._kill_group(process)
        self.deaths = 1 if time.monotonic() - self._begun > SOUND_AFTER else self.deaths + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2 ** (self.deaths - 1)) if self.deaths > 1 else 0.0
        self._not_before = time.monotonic() + pause
        self._process = None
        print(f"{self.name} ended (code {process.returncode}); it starts again in {pause:.0f} s.", file=sys.stderr)

    def _kill_group(self, process: "subprocess.Popen[bytes]") -> None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def running(children: Sequence[Child]) -> Iterator[None]:
    """At the end of the block, however it ends, none of them is left."""
    try:
        yield
    finally:
        take_down(children)


def watch(children: Sequence[Child], every_look: Callable[[], None]) -> None:
    """Until Ctrl-C or SIGTERM."""
    while signal_within(LOOK_EVERY) not in ENOUGH:
        for child in children:
            child.look_after()
        every_look()


def hold_signals() -> None:
    """From here on signals wait until they are asked for, so that none interrupts a step halfway."""
    signal.pthread_sigmask(signal.SIG_BLOCK, ENOUGH | {signal.SIGCHLD})


def signal_within(seconds: float) -> int:
    """The next signal, or 0 after so many seconds."""
    came = signal.sigtimedwait(ENOUGH | {signal.SIGCHLD}, seconds)
    return came.si_signo if came else 0


def take_down(children: Sequence[Child]) -> None:
    until = time.monotonic() + TIME_TO_END
    for child in children:
        child.tell(signal.SIGTERM)
    for child in children:
        child.end(until)


def _like_a_fresh_process() -> None:
    """No signal is held back, and the kernel ends it when this process ends, however that happens."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    _ends_with_us()


_ends_with_us = dying.with_parent(signal.SIGTERM)
