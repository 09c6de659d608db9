"""Sets up what the Makefile's goals need: `python3 scripts/bootstrap python web messages browser`.

Runs on a bare Python 3.11 with nothing but the standard library. A part that is already as the lock files
say is passed over at once, so a second start costs a fraction of a second.
"""

import sys

from progress import Failure, say

PARTS = ("python", "node", "web", "messages", "browser", "sipp", "types", "lock")
OLDEST_PYTHON = (3, 11)


def main(wanted: list[str]) -> int:
    """0 when every wanted part is ready; else one sentence that says what a person can do."""
    try:
        _check_python()
        for part in PARTS:
            if part in wanted:
                _ready(part)
    except Failure as failure:
        say(str(failure), failed=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise Failure(
            f"Python {sys.version_info[0]}.{sys.version_info[1]} is too old: OneCity needs 3.11 or newer. "
            "Name another one, for example: make run PYTHON=python3.11"
        )


def _ready(part: str) -> None:
    """Each part is a module with one function, ``ready``; loaded only when it is wanted."""
    __import__(f"part_{part}").ready()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
