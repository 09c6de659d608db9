"""`onecity twin`: the city's body, devices that may send, and messages that could not be taken in."""

import argparse
import asyncio
import os
import re
import secrets
from pathlib import Path

import bcrypt
import psycopg

from onecity.cli import messages, twin_body
from onecity.cli.failures import Failure
from onecity.cli.place import PROJECT, data_folder

HELP = "the living model: the city's body, what others export, devices that may send, messages not taken in"
_NAME = re.compile(r"[A-Za-z0-9_-]{1,60}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="build|load|device|parked")
    twin_body.add_arguments(what)
    device = what.add_parser("device", help="add a device, or take away its right to send")
    device.add_argument("act", choices=["add", "remove", "list"])
    device.add_argument("agency", nargs="?", default="")
    device.add_argument("name", nargs="?", default="")
    parked = what.add_parser("parked", help="messages that were not taken in: list them, or send them again")
    parked.add_argument("act", choices=["list", "replay"])


def run(args: argparse.Namespace) -> int:
    """0, or 1 with a sentence."""
    if args.what in ("build", "load"):
        return twin_body.run(args)
    asyncio.run(_make_tables())
    if args.what == "parked":
        return asyncio.run(_list_parked() if args.act == "list" else _replay())
    if args.act == "list":
        return _list_devices()
    if not _NAME.fullmatch(args.agency) or not _NAME.fullmatch(args.name):
        raise Failure("Give the agency's code and a name for the device: letters, digits, _ and -.")
    return _add(args.agency, args.name) if args.act == "add" else _remove(args.agency, args.name)


async def _make_tables() -> None:
    from onecity.twin.store import open_store

    await (await open_store(os.environ["DATABASE_URL"], connections=1)).close()


def _add(agency: str, name: str) -> int:
    password = secrets.token_urlsafe(18)
    hashed = bcrypt.hashpw(password.encode(), bcrypt.gensalt(8)).decode()  # 144 random bits need no slow hash
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(
            "INSERT INTO twin.device (agency, name, password) VALUES (%s, %s, %s) "
            "ON CONFLICT (agency, name) DO UPDATE SET password = excluded.password",
            [agency, name, hashed],
        )
    print(f"user      {agency}/{name}\npassword  {password}    (shown once)\ntopics    onecity/{agency}/…")
    _tell_server()
    return 0


def _remove(agency: str, name: str) -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        done = connection.execute("DELETE FROM twin.device WHERE agency = %s AND name = %s", [agency, name])
    if not done.rowcount:
        raise Failure(f"There is no device {agency}/{name}.")
    _tell_server()
    print(f"{agency}/{name} can send no more.")
    return 0


def _tell_server() -> None:
    if not messages.reload(data_folder()):
        print("The message server does not run here; it will know when it starts.")


def _list_devices() -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        for agency, name, created in connection.execute("SELECT agency, name, created FROM twin.device ORDER BY 1, 2"):
            print(f"{agency}/{name}  since {created:%Y-%m-%d}")
    return 0


async def _list_parked() -> int:
    from onecity.twin.intake.parked import parked
    from onecity.twin.store import open_store

    store = await open_store(os.environ["DATABASE_URL"], connections=1)
    for one in await parked(store.pool):
        print(f"{one.at:%Y-%m-%d %H:%M:%S}  {one.topic}  {one.reason}")
    await store.close()
    return 0


async def _replay() -> int:
    from onecity.twin.intake.mapping import read_mappers
    from onecity.twin.intake.taking import replay
    from onecity.twin.store import open_store

    store = await open_store(os.environ["DATABASE_URL"], connections=2)
    through, left = await replay(store, read_mappers(mappers_file()))
    print(f"{through} messages went through, {left} did not.")
    await store.close()
    return 0


def mappers_file() -> Path:
    """The city's mappers."""
    return Path(os.environ.get("ONECITY_CITY") or PROJECT / "cities" / "huating") / "twin" / "mappers.yaml"
