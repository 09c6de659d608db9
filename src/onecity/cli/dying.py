"""Children that end with their parent, however the parent ends (Linux: prctl PR_SET_PDEATHSIG)."""

import ctypes
import os
import signal
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def with_parent(how: signal.Signals) -> Callable[[], None]:
    """For ``subprocess``'s ``preexec_fn``, in the parent's main thread: the kernel sends ``how`` when that one ends."""
    parent = os.getpid()

    def in_the_child() -> None:
        _libc.prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)

    return in_the_child
