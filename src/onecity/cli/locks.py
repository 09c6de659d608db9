"""Locks on files. The kernel lets go of them when a process ends, however it ends."""

import fcntl
import os
import time
from pathlib import Path


class Lock:
    """One file's lock, held by one open handle; children do not inherit it."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(mode=0o700, exist_ok=True)
        self._handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def share(self) -> None:
        """Wait until nobody holds it alone."""
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def take(self) -> None:
        """Wait until nobody else holds it at all."""
        fcntl.flock(self._handle, fcntl.LOCK_EX)

    def try_share(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def try_take(self) -> bool:
        return self._try(fcntl.LOCK_EX)

    def wait_free(self, seconds: float) -> bool:
        """Whether nobody holds it alone, at the latest after so many seconds."""
        until = time.monotonic() + seconds
        while not self.try_share():
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        self.release()
        return True

    def write(self, text: str) -> None:
        """Leave a note in the file for those who find it locked."""
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)

    def read(self) -> str:
        return os.pread(self._handle, 100, 0).decode()

    def release(self) -> None:
        fcntl.flock(self._handle, fcntl.LOCK_UN)

    def pass_on(self) -> None:
        """Let the programs that this process turns into hold it too."""
        os.set_inheritable(self._handle, True)

    def close(self) -> None:
        os.close(self._handle)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
