"""A program: opens accounts for made-up grown-ups, and prints a token of each. `python people.py 20`"""

import json
import sys
from datetime import date

from onecity.cli import environment
from onecity.cli.start import start_django

BORN_BEFORE = date(1995, 1, 1)


def main(count: int) -> None:
    environment.prepare()
    start_django()
    print(json.dumps([_token_of(resident) for resident in _grown_ups(count)]))


def _grown_ups(count):
    from onecity.identity.models import Account
    from onecity.people.models import Resident

    taken = Account.objects.exclude(resident_id=None).values("resident_id")
    return Resident.objects.filter(born__lt=BORN_BEFORE).exclude(id__in=taken).order_by("id")[:count]


def _token_of(resident) -> str:
    from onecity.identity import domain as identity

    email = f"{resident.id.hex}@crash.example"
    account = identity.open_account(email=email, name=resident.name, resident_id=resident.id)
    return identity.issue_token(name="crash", account=account)


if __name__ == "__main__":
    main(int(sys.argv[1]))
