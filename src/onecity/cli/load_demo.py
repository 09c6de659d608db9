"""`onecity load demo`: made-up residents with their registers, earlier cases, and the demonstration's sign-ins."""

import argparse
import time
from typing import TYPE_CHECKING

from onecity.cli.failures import Failure
from onecity.cli.start import start_django

if TYPE_CHECKING:
    from onecity.demo.load import Loaded

SMALL = 5_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--residents", type=int, default=SMALL, help="how many made-up residents (default 5,000)")
    parser.add_argument("--cases", type=int, default=2_000, help="how many earlier cases (default 2,000)")
    parser.add_argument("--contacts", type=int, default=0, help="how many earlier contacts of the single number")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other people")


def run(args: argparse.Namespace) -> int:
    """Load what is not there yet: once everything, then nothing, after an interruption the rest."""
    start_django()
    from onecity.demo.load import LoadFailed, load

    began = time.monotonic()
    try:
        now = load(residents=args.residents, cases=args.cases, seed=args.seed, say=_say)
    except KeyboardInterrupt:
        raise Failure("Interrupted. What was written stays; load again to go on.") from None
    except (LoadFailed, ValueError) as refused:
        raise Failure(str(refused)) from None
    _open_accounts()
    _load_contacts(getattr(args, "contacts", 0), args.seed)
    print(_summary(args.residents, now, time.monotonic() - began), flush=True)
    return 0


def _summary(wanted: int, now: "Loaded", seconds: float) -> str:
    if not now.residents:
        return f"All {wanted:,} made-up residents are there already; nothing was added."
    found = f" {wanted - now.residents:,} residents were there already." if now.residents < wanted else ""
    return f"Loaded {now.residents:,} residents and {now.cases:,} cases in {seconds:.0f} s.{found}"


def _load_contacts(wanted: int, seed: int) -> None:
    """Earlier contacts, in a city that has topics."""
    if not wanted:
        return
    from onecity.demo.contacts import load_contacts

    try:
        count = load_contacts(contacts=wanted, seed=seed, say=_say)
    except ValueError as refused:
        raise Failure(str(refused)) from None
    _say(f"{count:,} contacts were added")


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


def _open_accounts() -> None:
    from onecity.demo.story import open_accounts

    open_accounts()
