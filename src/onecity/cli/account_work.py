"""What `onecity account` does and prints, once Django is there."""

import argparse
import sys
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from onecity.agencies.domain import end_posts, give_post
from onecity.city.queries import current
from onecity.common.clock import today
from onecity.common.errors import Refusal
from onecity.identity import domain as identity
from onecity.identity.demo import forget_demo_accounts
from onecity.identity.models import Account
from onecity.identity.queries import account_by_email, officer_actors, people_with_an_office


def do(args: argparse.Namespace) -> int:
    """Do one thing; 1 when it was refused."""
    try:
        with transaction.atomic():
            DOINGS[args.what](args)
    except Refusal as refusal:
        print(" ".join(filter(None, [refusal.message, refusal.next_step])), file=sys.stderr)
        return 1
    return 0


def _open(args: argparse.Namespace) -> None:
    account = identity.open_account(
        email=args.email, name=args.name, is_administrator=args.administrator, is_auditor=args.auditor
    )
    if args.agency:
        _give(account, args)
    print(f"Opened: {account.email}.")
    _print_link(account)


def _post(args: argparse.Namespace) -> None:
    _give(account_by_email(args.email), args)
    print(f"{args.email} has a post at {args.agency} from today.")


def _give(account: Account, args: argparse.Namespace) -> None:
    give_post(account_id=account.pk, agency=args.agency, unit=args.unit, role=args.role, starts=today())


def _end_post(args: argparse.Namespace) -> None:
    last_day = args.last_day or today() - timedelta(days=1)
    ended = end_posts(account_id=account_by_email(args.email).pk, agency=args.agency, last_day=last_day)
    print(f"{ended} posts of {args.email} at {args.agency} end on {last_day}.")


def _link(args: argparse.Namespace) -> None:
    _print_link(account_by_email(args.email))


def _close(args: argparse.Namespace) -> None:
    identity.close_account(account_by_email(args.email))
    print(f"Closed: {args.email}.")


def _list(args: argparse.Namespace) -> None:  # noqa: ARG001
    for account in people_with_an_office():
        posts = [f"{role.agency} ({', '.join(sorted(role.units))})" for role in officer_actors(account)]
        offices = [name for name in ("administrator", "auditor") if getattr(account, f"is_{name}")]
        state = "" if account.is_active else "closed"
        print("  ".join(filter(None, [account.email, account.name, *offices, *posts, state])))


def _token(args: argparse.Namespace) -> None:
    if args.agency and args.agency not in current().agencies:
        raise Refusal("The city has no such agency.", next_step="Take the code from agencies.yaml.")
    account = account_by_email(args.resident) if args.resident else None
    if account and not account.resident_id:
        raise Refusal("This account is bound to no resident: a token of it would open nothing.")
    print(identity.issue_token(name=args.name, account=account, agency=args.agency, days=args.days))
    print("Keep it now: it is not shown again.", file=sys.stderr)


def _forget_demo(args: argparse.Namespace) -> None:  # noqa: ARG001
    print(f"Deleted accounts of the demonstration: {forget_demo_accounts()}.")


def _print_link(account: Account) -> None:
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    print(f"Set the password within {hours} hours at:\n{identity.password_link(account)}")


DOINGS = {
    "open": _open,
    "post": _post,
    "end-post": _end_post,
    "link": _link,
    "close": _close,
    "list": _list,
    "token": _token,
    "forget-demo": _forget_demo,
}
