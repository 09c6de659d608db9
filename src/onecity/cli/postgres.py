"""The embedded PostgreSQL, for whoever needs it: `start()` gives its address, and it runs while anybody uses it."""

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import psycopg

from onecity.cli import cluster, keeper
from onecity.cli.failures import Failure
from onecity.cli.locks import Lock
from onecity.cli.place import data_folder

LONG = 3.0  # seconds after which a start is worth a word
PATIENCE = 600.0  # seconds; a database that was killed reads its log first
_using: dict[Path, Lock] = {}


def dsn() -> str:
    """Where the database is, whether it runs or not."""
    return cluster.address(data_folder())


def start() -> str:
    """Make it, start it, or find it running; it stays at least until this process ends or leaves."""
    data = data_folder()
    _use(data)
    if not _answers(data):
        starting = Lock(data / "locks" / "start")
        starting.take()
        _start(data)
        starting.close()
    return dsn()


def stay() -> None:
    """Let a running database go on when its last user has left, until `stop`."""
    if number := _keeper_number(data_folder()):
        os.kill(number, signal.SIGUSR1)


def pass_on() -> None:
    """The program that takes this process's place (`exec`) goes on being a user."""
    _using[data_folder()].pass_on()


def leave() -> None:
    """This process needs it no longer. Returns when the database has stopped, unless others use it."""
    data = data_folder()
    users = _using.pop(data, None)
    if users is None:
        return
    alone = users.try_take() or not users.try_share()
    users.close()
    if alone and keeper.STAY not in _keepers_note(data):
        _wait_until_stopped(data)


def stop() -> bool:
    """Stop it, whoever uses it; False when it did not run."""
    data = data_folder()
    number = _keeper_number(data)
    if not number:
        return False
    os.kill(number, signal.SIGTERM)
    _wait_until_stopped(data)
    return True


def is_running() -> bool:
    return _answers(data_folder())


def is_kept() -> bool:
    """Whether a keeper looks after it (and starts it again when it dies)."""
    return _keeper_number(data_folder()) != 0


def _use(data: Path) -> None:
    """Counted as a user from here on; waits for a database that is just stopping."""
    if data not in _using:
        users = keeper.users_lock(data)
        users.share()
        _using[data] = users


def _start(data: Path) -> None:
    """Called by one process at a time. A keeper that is found may be about to end, and then another is needed."""
    while number := _keeper_number(data):
        if _is_ready(data, partial(_is_kept_by, data, number)):
            return
    if not cluster.files(data).is_dir():
        print(f"Making an embedded PostgreSQL in {data} …", file=sys.stderr, flush=True)
    cluster.prepare(data)
    started = _start_keeper(data)
    if not _is_ready(data, lambda: os.waitpid(started, os.WNOHANG)[0] == 0):
        raise _does_not_start(data)


def _is_kept_by(data: Path, number: int) -> bool:
    return _keeper_number(data) == number


def _start_keeper(data: Path) -> int:
    """Its process number. In a session of its own: Ctrl-C is for us, and we leave in order."""
    silence = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    command = [sys.executable, "-P", "-m", "onecity.cli.keeper", str(data)]
    return os.posix_spawn(sys.executable, command, os.environ, file_actions=silence, setsid=True)


def _is_ready(data: Path, keeper_lives: Callable[[], bool]) -> bool:
    """Wait until it takes connections; False when its keeper has ended."""
    begun = time.monotonic()
    told = False
    while not _answers(data):
        passed = time.monotonic() - begun
        if passed > PATIENCE:
            raise _does_not_start(data)
        if not keeper_lives():
            return False
        if passed > LONG and not told:
            told = True
            print("The database is still starting (it may be reading its log) …", file=sys.stderr, flush=True)
        time.sleep(0.03)
    return True


def _does_not_start(data: Path) -> Failure:
    return Failure(f"The embedded database does not start. It says:\n{_last_words(data)}")


def _answers(data: Path) -> bool:
    """Whether it takes a connection: the one proof that counts after a crash."""
    if not (cluster.socket_folder(data) / ".s.PGSQL.5432").exists():
        return False
    try:
        psycopg.connect(cluster.address(data), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _keeper_number(data: Path) -> int:
    """The keeper's process number; 0 when there is none."""
    return int((_keepers_note(data).split() or ["0"])[0])


def _keepers_note(data: Path) -> str:
    """What the keeper has written in its lock; nothing when there is no keeper."""
    lock = keeper.keeper_lock(data)
    try:
        return "" if lock.try_share() else lock.read()
    finally:
        lock.close()


def _wait_until_stopped(data: Path) -> None:
    number = _keeper_number(data)
    lock = keeper.keeper_lock(data)
    if not lock.wait_free(60):
        raise Failure("The database has not stopped within a minute; see its log.")
    lock.close()
    if number:
        _bury(number)


def _bury(number: int) -> None:
    """Take note of the keeper's end, if it was our child."""
    with suppress(ChildProcessError):
        os.waitpid(number, 0)


def _last_words(data: Path) -> str:
    """The end of the newest log, else what the program printed."""
    logs = sorted(cluster.log(data).glob("*.log"), key=lambda file: file.stat().st_mtime)
    newest = logs[-1] if logs else data / "locks" / "postgres.out"
    return "\n".join(newest.read_text(errors="replace").splitlines()[-15:])
