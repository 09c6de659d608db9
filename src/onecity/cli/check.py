"""`onecity check`: every mistake of a city folder, by file, line and remedy."""

import argparse
import os
import sys
from pathlib import Path

from onecity.cli.start import start_django

HELP = "tell every mistake in a city folder, with file, line and remedy"
NO_DATABASE = "postgresql:///none"  # the settings want an address; without a real one no versions are compared


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", default="cities/huating", type=Path, help="the city's folder")
    parser.add_argument("--schema", action="store_true", help="print the JSON Schema of a service file, and stop")


def run(args: argparse.Namespace) -> int:
    """0 when the folder can be installed, 1 when it has a mistake."""
    has_database = "DATABASE_URL" in os.environ
    os.environ.setdefault("DATABASE_URL", NO_DATABASE)
    start_django()
    from onecity.cli import checking

    if args.schema:
        return checking.print_schema()
    if not args.folder.is_dir():
        print(f"{args.folder} is not a folder. Name the folder of a city, such as cities/huating.", file=sys.stderr)
        return 1
    return checking.check(args.folder, has_database=has_database)
