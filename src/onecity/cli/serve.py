"""`onecity serve web|worker|twin|phone`: one part of the city in this very process, for systemd and others."""

import argparse
import os
import sys
from typing import NoReturn

from onecity.cli.failures import Failure
from onecity.cli.place import STATIC
from onecity.cli.start import start_django
from onecity.cli.twin_body import tiles_file

HELP = "serve one part: web, the worker that does jobs, the twin, or the telephone"
APPLICATION = "onecity.conf.wsgi:application"
TWIN = "onecity.twin.door.app:app"
STATIC_SECONDS = "60"  # names of built files stay the same, so a browser asks again soon


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="web|worker|twin|phone")
    add_address(parts.add_parser("web", help="the pages and the API"))
    parts.add_parser("worker", help="what happens by itself: automatic steps, deadlines, mail, the ledger's tree")
    add_address(parts.add_parser("twin", help="the living model: NGSI-LD, subscriptions"), port=8100)
    phone = parts.add_parser("phone", help="answer calls (SIP, UDP) with the spoken menu and take voicemails")
    add_address(phone, port=5060)


def add_address(parser: argparse.ArgumentParser, *, port: int = 8000) -> None:
    parser.add_argument("--port", type=int, default=port, help=f"where to listen (default {port})")
    parser.add_argument("--host", default="127.0.0.1", help="on which address (default 127.0.0.1: this machine only)")


def run(args: argparse.Namespace) -> int:
    """Turn into the server, after production's checks."""
    refuse_unsafe_production()
    if args.part == "phone":
        return _phone(args.port, args.host)
    if args.part == "worker":
        return _become(worker_command())
    os.environ.setdefault("ONECITY_TILES", str(tiles_file()))
    return _become((web_command if args.part == "web" else twin_command)(listening(args.host, args.port)))


def _become(command: list[str]) -> NoReturn:
    os.execv(command[0], command)  # noqa: S606


def _phone(port: int, host: str) -> int:
    """The answerer, in this very process: a call lives in one, and the embedded database stays as long as it does."""
    from onecity.telephone.answerer.__main__ import main

    return main(host, port)


def listening(host: str, port: int) -> list[str]:
    """Granian's words for an address."""
    return ["--host", host, "--port", str(port)]


def twin_command(where: list[str]) -> list[str]:
    """Granian with one process: all writes of one process share their commits, and subscriptions are matched in it."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--no-ws", "--log-level", "error", *where),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10", TWIN),
    ]


def web_command(where: list[str]) -> list[str]:
    """Granian: a few processes, each with a few threads (WSGI), and the built files straight from disk."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "error", *where),
        *("--workers", os.environ.get("ONECITY_WEB_PROCESSES") or str(min(2, os.cpu_count() or 1))),
        *("--blocking-threads", os.environ.get("ONECITY_WEB_THREADS") or "4"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10"),
        *("--static-path-mount", str(STATIC), "--static-path-expires", STATIC_SECONDS),
        APPLICATION,
    ]


def worker_command() -> list[str]:
    """Procrastinate, a few jobs at a time, so that a slow mail server holds nothing else up."""
    concurrency = os.environ.get("ONECITY_JOBS_AT_ONCE") or "4"
    worker = [sys.executable, "-m", "django", "procrastinate", "worker"]
    return [*worker, "--concurrency", concurrency, "--delete-jobs", "successful", "--shutdown-graceful-timeout", "10"]


def refuse_unsafe_production() -> None:
    """Django's checks and ours (default secrets, demonstration accounts), before a production process serves."""
    if os.environ.get("ONECITY_MODE") != "production":
        return
    if os.environ.get("ONECITY_TWIN_OPEN"):
        raise Failure("Production does not start with ONECITY_TWIN_OPEN: everybody could change everything.")
    start_django()
    from django.core.checks import run_checks

    serious = [check for check in run_checks(databases=["default"]) if check.is_serious()]
    if serious:
        raise Failure("\n".join(f"Production does not start. {check.msg} {check.hint or ''}" for check in serious))
