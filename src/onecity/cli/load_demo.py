"""`onecity load demo`: made-up residents with their registers, earlier cases, and the demonstration's sign-ins."""

import argparse
import time

from onecity.cli.start import start_django

SMALL = 5_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--residents", type=int, default=SMALL, help="how many made-up residents (default 5,000)")
    parser.add_argument("--cases", type=int, default=2_000, help="how many earlier cases (default 2,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes other people")


def run(args: argparse.Namespace) -> int:
    """Load once; a second time says what is there."""
    start_django()
    from onecity.demo.load import load
    from onecity.people.models import Resident

    if Resident.objects.filter(made_up=True).exists():
        print("The made-up residents are there already. To load others, begin with an empty database.")
        return 0
    began = time.monotonic()
    load(residents=args.residents, cases=args.cases, seed=args.seed, say=_say)
    _open_accounts()
    print(f"Loaded {args.residents:,} residents and {args.cases:,} cases in {time.monotonic() - began:.0f} s.")
    return 0


def _say(words: str) -> None:
    print(f"  {words}", flush=True)


def _open_accounts() -> None:
    from onecity.common.clock import today
    from onecity.demo import personas, story
    from onecity.identity.demo import create_demo_accounts
    from onecity.identity.models import Account
    from onecity.people.queries import find_by_number

    resident = find_by_number(personas.number_of_resident(today()))
    if resident is None:
        raise SystemExit("The demonstration's resident is missing. Begin with an empty database.")
    create_demo_accounts(resident_id=resident.id, resident_name=resident.name)
    accounts = {account.email: account for account in Account.objects.filter(is_demo=True)}
    story.tell(resident=accounts[personas.EMAIL], officer=accounts["officer@huating.example"])
