"""`onecity load`: put a city folder in force, or fill the database with made-up people."""

import argparse
import sys
from pathlib import Path

from onecity.cli import load_demo
from onecity.cli.start import start_django

HELP = "load a city folder, or the demonstration's made-up people"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="city|demo")
    city = what.add_parser("city", help="put a city folder in force: whole, or not at all")
    city.add_argument("folder", nargs="?", default="cities/huating", type=Path, help="the city's folder")
    load_demo.add_arguments(what.add_parser("demo", help="made-up residents and earlier cases"))


def run(args: argparse.Namespace) -> int:
    """0 when everything was loaded."""
    if args.what == "demo":
        return load_demo.run(args)
    if not args.folder.is_dir():
        print(f"{args.folder} is not a folder. Name the folder of a city, such as cities/huating.", file=sys.stderr)
        return 1
    start_django()
    from onecity.cli import checking

    return checking.load(args.folder)
