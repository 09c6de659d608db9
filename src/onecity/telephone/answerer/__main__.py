"""``onecity serve phone``: the answerer in this process, until a signal."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:  # before Django is set up, no model can be loaded
    from onecity.telephone.answerer.office import Office
    from onecity.telephone.answerer.server import House

CATCH_UP = 5.0  # seconds between looks for recordings that the database did not take at once


def main(host: str, port: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onecity.conf.settings")
    os.umask(0o077)
    django.setup()
    from django.db import DatabaseError, InterfaceError

    from onecity.telephone.answerer.spool import Locked

    try:
        asyncio.run(_serve(host, port))
    except (OSError, ValueError, Locked) as error:  # a taken port, a setting or a sound file that cannot be read
        print(f"The telephone does not start. {error}", file=sys.stderr)
        return 1
    except (DatabaseError, InterfaceError):
        print(
            "The telephone does not start: the city's database does not answer. `onecity prepare` makes it.",
            file=sys.stderr,
        )
        return 1
    return 0


async def _serve(host: str, port: int) -> None:
    from django.conf import settings

    from onecity.telephone.answerer import spool
    from onecity.telephone.answerer.server import Server

    stop = _on_signals()
    folder = Path(settings.DATA) / "voicemail"
    lock = spool.open_folder(folder)
    house = await asyncio.to_thread(_house, host, folder)
    transport, server = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Server(house), local_addr=(host, port)
    )
    print(f"The telephone answers on {host}, UDP port {transport.get_extra_info('sockname')[1]}.", flush=True)
    try:
        await _until(stop, house.office, folder)
    finally:
        await server.close()
        await house.office.take_in(folder)
        house.office.close()
        os.close(lock)


def _house(host: str, folder: Path) -> "House":
    from onecity.city import queries as city
    from onecity.telephone import settings, words
    from onecity.telephone.answerer.office import Office
    from onecity.telephone.answerer.server import House, own_address
    from onecity.telephone.answerer.voice import Recorded

    languages, voice = tuple(city.current().languages), Recorded()
    if missing := voice.missing(words.SENTENCES, languages):
        print(f"{len(missing)} sentences are not recorded and will be tones, {missing[0]} among them.", flush=True)
    line = settings.operator_line()
    return House(
        host=os.environ.get("ONECITY_PHONE_ADDRESS") or own_address(host), folder=folder, languages=languages,
        office=Office(), voice=voice, operator=line if line.startswith("sip:") else "",
    )  # fmt: skip


def _on_signals() -> asyncio.Event:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    return stop


async def _until(stop: asyncio.Event, office: "Office", folder: Path) -> None:
    """Until somebody says stop, take in what an earlier process or a lost database left behind."""
    while not stop.is_set():
        await office.take_in(folder)
        try:
            await asyncio.wait_for(stop.wait(), CATCH_UP)
        except TimeoutError:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
