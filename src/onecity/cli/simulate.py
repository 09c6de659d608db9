"""`onecity simulate`: the sensors of a made-up city, played over real MQTT."""

import argparse
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import yaml

from onecity.cli.failures import Failure
from onecity.cli.place import data_folder
from onecity.cli.twin_body import city_folder, twin_folder

if TYPE_CHECKING:
    from onecity.simulation.playing import Player
    from onecity.simulation.sending import Sender

HELP = "play the sensors of a made-up city over MQTT"
TICK, REPORT = 1.0, 10.0  # seconds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds in a second (default 1)")
    parser.add_argument("--start", default="", help="first simulated moment, such as 2026-11-23T17:00 (default: now)")
    parser.add_argument("--seconds", type=float, default=0.0, help="stop after so many real seconds")
    parser.add_argument("--broker", default="", help="mqtt://user:password@host:port (default: this machine's own)")
    parser.add_argument("--seed", type=int, default=2049, help="another number, other weather and faults")
    parser.add_argument("--only", action="append", default=[], help="only this type, such as Streetlight; repeatable")
    parser.add_argument("--all", action="store_true", help="at the start every device speaks once")
    parser.add_argument("--faults", type=float, default=1.0, help="how often things go wrong (default 1; 0: never)")
    parser.add_argument("--happen", action="append", default=[], metavar="WHAT", help=f"let it go wrong: {_causes()}")


def _causes() -> str:
    from onecity.simulation.faults import CAUSES

    return ", ".join(CAUSES)


def run(args: argparse.Namespace) -> int:
    """Until Ctrl-C, or the seconds given; 1 if messages were not acknowledged."""
    from onecity.simulation.sending import Lost, Sender

    player = _player(args)
    try:
        sender = Sender(args.broker or _own_broker())
        return _play(args, player, sender)
    except Lost as lost:
        raise Failure(str(lost)) from lost


def _player(args: argparse.Namespace) -> "Player":
    from onecity.cityscape.loading import read_lines
    from onecity.simulation.faults import CAUSES
    from onecity.simulation.fleet import read_fleet
    from onecity.simulation.playing import Player
    from onecity.simulation.speaking import NoMapper, read_rules
    from onecity.simulation.world import World
    from onecity.twin.kinds import read_kinds

    entities = twin_folder() / "entities.ndjson"
    if not entities.is_file():
        raise Failure("The city has no body yet. Draw it first: onecity twin build --load")
    if unknown := set(args.happen) - set(CAUSES):
        raise Failure(f"{min(unknown)!r} cannot go wrong. What can: {', '.join(CAUSES)}.")
    kinds = read_kinds(city_folder() / "twin" / "models.yaml")
    if unknown := set(args.only) - set(kinds.types):
        raise Failure(f"There is no type {min(unknown)!r}. There are {', '.join(kinds.types)}.")
    fleet = read_fleet(kinds, read_lines(entities))
    world = World(fleet, args.seed, _zone(city_folder()), args.faults)
    try:
        return Player(kinds, world, read_rules(city_folder() / "twin" / "mappers.yaml"), args.only)
    except NoMapper as missing:
        raise Failure(str(missing)) from missing


def _zone(city: Path) -> ZoneInfo:
    return ZoneInfo(yaml.safe_load((city / "city.yaml").read_text(encoding="utf-8"))["timezone"])


def _own_broker() -> str:
    """The message server of this machine, with the city's own password."""
    if given := os.environ.get("ONECITY_MQTT_URL"):
        return given
    folder = data_folder() / "messages"
    try:
        address = json.loads((folder / "address.json").read_text())
        password = (folder / "password").read_text()
    except OSError as error:
        raise Failure("No message server runs here. Start the city (onecity run), or give --broker.") from error
    return f"mqtt://onecity:{password}@{address['host']}:{address['mqtt_port']}"


def _play(args: argparse.Namespace, player: "Player", sender: "Sender") -> int:
    zone = player.world.zone
    first = datetime.fromisoformat(args.start).replace(tzinfo=zone).timestamp() if args.start else time.time()
    began = reported = time.monotonic()
    print(f"SIMULATION, seed {args.seed}, from {_clock(first, player)} at speed {args.speed:g}.")
    _begin(args, player, sender, first)
    before = first
    try:
        while not args.seconds or time.monotonic() - began < args.seconds:
            time.sleep(max(TICK - (time.monotonic() - began) % TICK, 0.01))
            now = first + (time.monotonic() - began) * args.speed
            sender.send(player.between(before, now))
            before = now
            if time.monotonic() - reported >= REPORT:
                reported = time.monotonic()
                _report(player, sender, now, reported - began)
    except KeyboardInterrupt:
        print()
    left = sender.close()
    print(f"{sender.acknowledged} messages acknowledged, {left} not.")
    return 1 if left else 0


def _begin(args: argparse.Namespace, player: "Player", sender: "Sender", first: float) -> None:
    for cause in args.happen:
        fault = player.happen(cause, first)
        print(f"  {cause}: {player.named(fault)}")
    if args.all:
        sender.send(player.everybody(first))


def _report(player: "Player", sender: "Sender", now: float, took: float) -> None:
    sky, faults = player.world.at(now).weather, player.world.timetable.at(now)
    speed = f"{sender.acknowledged} messages ({sender.acknowledged / took:.0f}/s)"
    print(f"{_clock(now, player)}  {speed}  {sky.temperature:.0f} °C, rain {sky.rain:.1f} mm  {len(faults)} faults")
    sys.stdout.flush()


def _clock(at: float, player: "Player") -> str:
    """A simulated moment by the clock on the wall."""
    return f"{datetime.fromtimestamp(at, player.world.zone):%Y-%m-%d %H:%M:%S}"
