"""The city that is measured: a database of its own, filled once, and its web and worker processes."""

import http.client
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
NAME = "onecity_bench"
PORT = 8097


@dataclass(frozen=True, slots=True)
class Running:
    """The processes of a city that serves."""

    port: int
    web: int
    worker: int


def prepare() -> None:
    """Point this process and its children at the bench database, made if need be, and start Django."""
    from onecity.cli.environment import prepare as find_database

    find_database()
    server = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(server), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    os.environ["DATABASE_URL"] = urlunsplit(server._replace(path=f"/{NAME}"))
    import django

    django.setup()


def fill(*, residents: int, cases: int) -> float | None:
    """Load city, residents and cases unless as many are there. Seconds that residents and cases took, if loaded."""
    from onecity.demo.load import load
    from onecity.people.models import Resident

    install()
    if Resident.objects.exists():
        return None
    began = time.perf_counter()
    load(residents=residents, cases=cases, seed=1, say=lambda words: print(f"  {words}", flush=True))
    return time.perf_counter() - began


def install() -> None:
    """Tables, city and contact centre, and what the centre's folder teaches about topics."""
    from django.core.management import call_command

    from onecity.catalogue.domain import install_folder
    from onecity.catalogue.queries import all_services
    from onecity.city import queries
    from onecity.cli.contact_training import train_first
    from onecity.contact.files import read_centre
    from onecity.contact.releases import install_centre

    call_command("migrate", verbosity=0)
    folder = ROOT / "cities" / "huating"
    install_folder(folder)
    install_centre(centre=read_centre(folder, queries.current(), [each.code for each in all_services()]).centre)
    train_first()


@contextmanager
def serving() -> Iterator[Running]:
    """Web and worker as `onecity run` starts them, until the end of the block."""
    from onecity.cli.serve import listening, web_command, worker_command

    web = subprocess.Popen(web_command(listening("127.0.0.1", PORT)), cwd=ROOT)
    worker = subprocess.Popen(worker_command(), cwd=ROOT)
    try:
        wait_for(PORT)
        yield Running(PORT, web.pid, worker.pid)
    finally:
        for process in (web, worker):
            process.terminate()
        for process in (web, worker):
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """A worker finishes its batch; one that takes too long is cut off, which it must survive anyway."""
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()


def wait_for(port: int, path: str = "/health", patience: float = 60) -> float:
    """Seconds until the address answers with 200."""
    began = time.perf_counter()
    while time.perf_counter() - began < patience:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.perf_counter() - began
        except OSError:
            pass
        time.sleep(0.02)
    sys.exit(f"Nothing answered on port {port} within {patience:.0f} seconds.")


def people(count: int) -> list[tuple[str, str, str]]:
    """Residents with an account and a token: account id, resident id, token. Made once, kept for the next run."""
    from onecity.common.clock import now
    from onecity.identity.domain import _hash
    from onecity.identity.models import Account, ApiToken
    from onecity.people.models import Resident

    if Account.objects.filter(email__endswith="@bench.example").count() < count:
        adults = Resident.objects.filter(born__lte=date(1995, 1, 1)).order_by("id")[:count]
        Account.objects.bulk_create(
            [Account(email=f"{r.id.hex}@bench.example", name=r.name, resident_id=r.id, password="!") for r in adults],
            ignore_conflicts=True,
        )
    accounts = list(Account.objects.filter(email__endswith="@bench.example").order_by("id")[:count])
    tokens = [secrets.token_urlsafe(24) for _account in accounts]
    end = now().replace(year=now().year + 1)
    ApiToken.objects.filter(name="bench").delete()
    ApiToken.objects.bulk_create(
        ApiToken(token_hash=_hash(token), name="bench", account=account, expires_at=end)
        for token, account in zip(tokens, accounts, strict=True)
    )
    return [(str(a.id), str(a.resident_id), token) for a, token in zip(accounts, tokens, strict=True)]
