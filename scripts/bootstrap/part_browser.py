"""Chromium for the browser tests: the one named by CHROMIUM, the machine's, else Debian's package."""

import os
import shutil

from pip_source import install_debian_packages
from places import has_apt, is_root
from progress import Failure, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NEEDED = (
    "The browser tests need Chromium, and installing it takes root. Install Debian's package chromium, or name a "
    "browser: make test CHROMIUM=/path/to/chromium. To go without them: make test CHROMIUM=none"
)


def ready() -> None:
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    if not (is_root() and has_apt()):
        raise Failure(NEEDED)
    with step("Installing Chromium from Debian (100 MB to fetch)"):
        install_debian_packages("chromium")
