"""`onecity prepare`: bring the database up to this release; fill it when it is an empty demonstration."""

import argparse
import os
from pathlib import Path
from typing import Any

import psycopg

from onecity.cli import prepared
from onecity.cli.failures import Failure
from onecity.cli.place import PROJECT
from onecity.cli.serve import refuse_unsafe_production
from onecity.cli.start import start_django

HELP = "bring the database up to this release, and fill an empty demonstration"
DEMONSTRATED = PROJECT / "cities" / "huating"
ONE_AT_A_TIME = 0x0C17  # the key of PostgreSQL's advisory lock
FILLING = "onecity_filling"  # a table that is there while made-up people are loaded
RESIDENTS, CASES = 5_000, 2_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    named = os.environ.get("ONECITY_CITY")
    parser.add_argument("--city", type=Path, default=Path(named) if named else None, help="the city's folder")


def run(args: argparse.Namespace) -> int:
    """Safe to call at every start, and by several processes at once."""
    start_django()
    try:
        psycopg.connect(os.environ["DATABASE_URL"], connect_timeout=5).close()
    except psycopg.OperationalError as error:
        raise Failure(f"The database does not answer: {str(error).strip()}") from None
    return _prepare(args.city)


def _prepare(city: Path | None) -> int:
    from django.conf import settings
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if settings.DEMONSTRATION:
            _clear_half_filled(cursor)
        _migrate(connection)
        code = _install_city(city or (DEMONSTRATED if settings.DEMONSTRATION else None))
        if settings.DEMONSTRATION and not code:
            _load_people(cursor)
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


def _install_city(folder: Path | None) -> int:
    """A city in force stays as it is; `onecity load city` brings a new version into force."""
    from onecity.city.models import CityRelease
    from onecity.cli import checking

    if CityRelease.objects.exists():
        return 0
    if folder is None:
        print("There is no city yet. Load yours: onecity load city <folder>", flush=True)
        return 0
    print(f"Loading the city in {folder} …", flush=True)
    return checking.load(folder)


def _load_people(cursor: Any) -> None:
    """Several processes write at once, so this is no transaction: a mark stands in the database meanwhile."""
    from onecity.cli import load_demo
    from onecity.people.models import Resident

    if not Resident.objects.exists():
        print(f"Making up {RESIDENTS:,} residents and {CASES:,} earlier cases …", flush=True)
        cursor.execute(f"CREATE TABLE {FILLING} ()")
        load_demo.run(argparse.Namespace(residents=RESIDENTS, cases=CASES, seed=1))
        cursor.execute(f"DROP TABLE {FILLING}")


def _clear_half_filled(cursor: Any) -> None:
    """A demonstration whose first start was interrupted has served nobody yet: it begins again from nothing."""
    cursor.execute("SELECT to_regclass(%s)", [FILLING])
    if cursor.fetchone()[0]:
        print("The first start was interrupted. Beginning again …", flush=True)
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _sign_ins() -> str:
    from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS

    first = f"\nSign in with the password {DEMO_PASSWORD} (made-up people, in this demonstration only) as"
    others = "  officers of other agencies: officer.<agency>, such as officer.traffic-police@huating.example"
    return "\n".join([first, *(f"  {person.role:<14} {person.email}" for person in DEMO_SIGN_INS), others, ""])
