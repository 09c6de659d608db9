"""`onecity database`: look after the embedded PostgreSQL by hand."""

import argparse
import os

from onecity.cli import binaries, postgres
from onecity.cli.failures import Failure
from onecity.cli.place import data_folder

HELP = "start, stop or look into the embedded database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="start|stop|url|shell|dump")
    what.add_parser("start", help="start it, and leave it running")
    what.add_parser("stop", help="stop it, whoever uses it")
    what.add_parser("url", help="print its address")
    what.add_parser("shell", help="open PostgreSQL's own shell, psql")
    what.add_parser("dump", help="write everything in it as SQL, for a backup or another server")


def run(args: argparse.Namespace) -> int:
    if os.environ.get("DATABASE_URL"):
        raise Failure("DATABASE_URL is set: that database is in use, and it has tools of its own.")
    return {"start": _start, "stop": _stop, "url": _url, "shell": _shell, "dump": _dump}[args.what]()


def _start() -> int:
    address = postgres.start()
    postgres.stay()
    print(f"The database runs: {address}")
    return 0


def _stop() -> int:
    print("The database has stopped." if postgres.stop() else "The database did not run.")
    return 0


def _url() -> int:
    print(postgres.dsn())
    return 0


def _shell() -> int:
    return _become("psql")


def _dump() -> int:
    return _become("pg_dump", "--no-owner", "--no-privileges")


def _become(name: str, *words: str) -> int:
    """One of PostgreSQL's programs takes this one's place; the database runs as long as that one does."""
    address = postgres.start()
    postgres.pass_on()
    program = binaries.folder(data_folder()) / name
    os.execv(program, [str(program), *words, address])  # noqa: S606
