"""What a process needs to find in its environment: made, started and filled in for a demonstration.

Production sets everything itself; there, nothing is made up (see `deploy/onecity.env`).
"""

import os

from onecity.cli import postgres, secret_files
from onecity.cli.place import Need, data_folder

SETTINGS = "onecity.conf.settings"


def prepare(need: Need = Need.DATABASE) -> None:
    """Fill in what is not set: the data folder, secrets, and the address of the embedded database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if os.environ.get("ONECITY_MODE", "demo") != "demo":
        return
    data = data_folder()
    os.environ["ONECITY_DATA"] = str(data)
    for name in secret_files.NAMES:
        if not os.environ.get(name):
            os.environ[name] = secret_files.read_or_make(data, name)
    if not os.environ.get("DATABASE_URL"):
        _find_database(need)


def _find_database(need: Need) -> None:
    """The embedded database runs at least as long as this process."""
    if need is Need.DATABASE or (need is Need.DATABASE_IF_RUNNING and postgres.is_running()):
        os.environ["DATABASE_URL"] = postgres.start()
