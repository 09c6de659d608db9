"""The process that keeps the embedded database running: `python -m onecity.cli.keeper <data folder>`.

It starts PostgreSQL as its child, starts it again when it dies, and stops it cleanly when the last user has left.
Users are the processes that share the lock on ``locks/users``; the kernel counts them, so that one that is killed
counts no longer. If the keeper itself is killed, the kernel tells PostgreSQL to stop.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from onecity.cli import binaries, cluster, dying, system_user
from onecity.cli.locks import Lock

FAST_SHUTDOWN = signal.SIGINT  # PostgreSQL: end sessions, write everything, stop
STARTED_AFTER = 5.0  # seconds; one that dies sooner has not really started
MOST_TRIES = 8
STAY = "stay"


def keeper_lock(data: Path) -> Lock:
    """Held by the keeper as long as it lives. The note in it: the keeper's number, and ``stay`` if it was told so."""
    return Lock(data / "locks" / "keeper")


def users_lock(data: Path) -> Lock:
    return Lock(data / "locks" / "users")


class Keeper:
    """One database and whether it should run."""

    def __init__(self, data: Path, lock: Lock) -> None:
        self.data = data
        self.lock = lock
        self.stopping = False
        self.staying = False
        self.server: subprocess.Popen[bytes] | None = None

    def keep(self) -> int:
        """Run the database until it is told to stop; 1 when it cannot be kept running."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGUSR1, self._stay)
        threading.Thread(target=self._watch_users, daemon=True).start()
        tries = 0
        while not self.stopping and tries < MOST_TRIES:
            begun = time.monotonic()
            self._serve()
            tries = 0 if time.monotonic() - begun > STARTED_AFTER else tries + 1
            self._rest(0.1 * 2**tries)
        return 0 if self.stopping else 1

    def _serve(self) -> None:
        """From start to end of one server process."""
        with (self.data / "locks" / "postgres.out").open("wb") as out:
            self.server = subprocess.Popen(
                [binaries.folder(self.data) / "postgres", "-D", cluster.files(self.data), *self._socket()],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=dying.with_parent(FAST_SHUTDOWN),  # noqa: PLW1509  the other thread only waits for a lock
                **system_user.identity(),
            )
        if self.stopping:
            self._tell_server()
        self.server.wait()

    def _socket(self) -> list[str]:
        return ["-k", str(cluster.socket_folder(self.data))]

    def _rest(self, seconds: float) -> None:
        """Between two tries: sessions of the old server must end before a new one may start."""
        if not self.stopping:
            time.sleep(min(seconds, 5.0))

    def _watch_users(self) -> None:
        """Wait for the last user to leave. ``stay`` makes this wait mean nothing."""
        lock = users_lock(self.data)
        lock.take()
        if self.staying:
            lock.release()
        else:
            os.kill(os.getpid(), signal.SIGTERM)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        self._tell_server()

    def _stay(self, _number: int, _frame: FrameType | None) -> None:
        self.staying = True
        self.lock.write(f"{os.getpid()} {STAY}")

    def _tell_server(self) -> None:
        if self.server and self.server.returncode is None:
            self.server.send_signal(FAST_SHUTDOWN)


def main() -> int:
    """Nothing to do when another keeper is there already."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])  # whoever started us may have held signals back
    os.chdir("/")
    data = Path(sys.argv[1])
    lock = keeper_lock(data)
    if not _take(lock):
        return 0
    lock.write(str(os.getpid()))
    outcome = Keeper(data, lock).keep()
    lock.close()  # before the users' lock, which whoever comes next is waiting for
    return outcome


def _take(lock: Lock) -> bool:
    """Try for a second: whoever asks whether there is a keeper holds the lock for a moment."""
    for _ in range(50):
        if lock.try_take():
            return True
        time.sleep(0.02)
    return False


if __name__ == "__main__":
    sys.exit(main())
