"""`onecity account`: officers, administrators, auditors and programs of a city that is in production."""

import argparse
from datetime import date

from onecity.cli.start import start_django

HELP = "open and close accounts, give posts, make tokens"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="action")
    opened = _with_email(what.add_parser("open", help="open an account and print a link to set its password"))
    opened.add_argument("--name", required=True, help="as colleagues and residents see it")
    opened.add_argument("--administrator", action="store_true")
    opened.add_argument("--auditor", action="store_true")
    _with_post(opened, required=False)
    _with_post(_with_email(what.add_parser("post", help="give an account a post at an agency")), required=True)
    ended = _with_email(what.add_parser("end-post", help="end all posts of an account at an agency"))
    ended.add_argument("--agency", required=True)
    ended.add_argument("--last-day", type=date.fromisoformat, help="default: yesterday, that is at once")
    _with_email(what.add_parser("link", help="print a fresh link to set a password"))
    _with_email(what.add_parser("close", help="close an account: its sessions and tokens end"))
    what.add_parser("list", help="who has an office")
    token = what.add_parser("token", help="make a token for an agency's system, or for a resident's own program")
    whose = token.add_mutually_exclusive_group(required=True)
    whose.add_argument("--agency", default="", help="its code in agencies.yaml")
    whose.add_argument("--resident", metavar="EMAIL", default="", help="the address of a resident's account")
    token.add_argument("--name", required=True, help="which system or program it is")
    token.add_argument("--days", type=int, default=365)
    what.add_parser("forget-demo", help="delete the accounts of a demonstration")


def _with_email(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("email")
    return parser


def _with_post(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--agency", required=required, default="", help="its code in agencies.yaml")
    parser.add_argument("--unit", default="", help="default: the agency's first unit")
    parser.add_argument("--role", default="officer", choices=["officer", "head", "designer", "operator"])


def run(args: argparse.Namespace) -> int:
    """0 when it was done; 1 with a sentence when it was refused."""
    start_django()
    from onecity.cli import account_work

    return account_work.do(args)
