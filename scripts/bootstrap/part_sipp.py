"""SIPp for the telephone's tests: the machine's, else Debian's package. Without it those tests are passed over."""

import shutil

from pip_source import install_debian_packages
from places import has_apt, is_root
from progress import Failure, step


def ready() -> None:
    if shutil.which("sipp") or not (is_root() and has_apt()):
        return
    try:
        with step("Installing SIPp from Debian"):
            install_debian_packages("sip-tester")
    except Failure as failure:
        print(f"The telephone's calls are not tested: {failure}", flush=True)
