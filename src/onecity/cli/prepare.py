"""`onecity prepare`: bring the database up to this release; fill it when it is an empty demonstration."""

import argparse
import os
from pathlib import Path
from typing import Any

from onecity.cli import prepared
from onecity.cli.place import PROJECT
from onecity.cli.serve import refuse_unsafe_production
from onecity.cli.start import start_django

HELP = "bring the database up to this release, and fill an empty demonstration"
ONE_AT_A_TIME = 0x0C17  # the key of PostgreSQL's advisory lock
RESIDENTS, CASES = 5_000, 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    city = Path(os.environ.get("ONECITY_CITY") or PROJECT / "cities" / "huating")
    parser.add_argument("--city", type=Path, default=city, help="the city's folder (default: the demonstration's)")


def run(args: argparse.Namespace) -> int:
    """Safe to call at every start, and by several processes at once."""
    start_django()
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _migrate(connection)
        code = _install_city(args.city)
        if settings.DEMONSTRATION and not code:
            _load_people()
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    refuse_unsafe_production()
    if not code:
        words = _sign_ins() if settings.DEMONSTRATION else ""
        prepared.note(words)
        print(words, flush=True)
    return code


def _migrate(connection: Any) -> None:
    """Nothing but a look when the tables are as this release wants them."""
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        print(f"Making the tables: {len(missing)} changes …", flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _install_city(folder: Path) -> int:
    """A city in force stays as it is; `onecity load city` brings a new version into force."""
    from onecity.city.models import CityRelease
    from onecity.cli import checking

    if CityRelease.objects.exists():
        return 0
    print(f"Loading the city in {folder} …", flush=True)
    return checking.load(folder)


def _load_people() -> None:
    from onecity.cli import load_demo
    from onecity.people.models import Resident

    if not Resident.objects.exists():
        print(f"Making up {RESIDENTS:,} residents and {CASES:,} earlier cases …", flush=True)
        load_demo.run(argparse.Namespace(residents=RESIDENTS, cases=CASES, seed=1))


def _sign_ins() -> str:
    from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS

    first = f"\nSign in with the password {DEMO_PASSWORD} (made-up people, in this demonstration only) as"
    return "\n".join([first, *(f"  {person.role:<14} {person.email}" for person in DEMO_SIGN_INS), ""])
