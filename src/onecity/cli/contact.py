"""`onecity contact`: the single number. What it learns, and what comes to it by e-mail."""

import argparse
import sys

from onecity.cli import environment
from onecity.cli.failures import Failure
from onecity.cli.place import Need
from onecity.cli.start import start_django

HELP = "the single number: train what it understands; take in e-mail"
LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the letter and brings it again


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="train|take-mail|fetch-mail|retry-mail")
    what.add_parser("train", help="learn topics from the folder and from people's choices; a worse model is refused")
    what.add_parser("take-mail", help="take in one e-mail from standard input; 75 when it could not be stored just now")
    what.add_parser(
        "fetch-mail", help="take in what is new in the mailbox ONECITY_MAILBOX (the worker does so by itself)"
    )
    what.add_parser("retry-mail", help="read again the e-mails that failed by a mistake of ours")


def run(args: argparse.Namespace) -> int:
    """``train``: 0 when the new model is in force, 1 when it was worse. ``take-mail``: 0 when it is stored, else 75."""
    if args.what == "take-mail":
        return _take_mail()
    environment.prepare(Need.DATABASE)
    start_django()
    from onecity.cli import contact_mail, contact_training

    return contact_training.run() if args.what == "train" else contact_mail.ACTS[args.what]()


def _take_mail() -> int:
    """Whatever goes wrong before the letter is stored, it is not lost: the mail server is told to come again."""
    try:
        environment.prepare(Need.DATABASE)
        start_django()
        from onecity.cli import contact_mail

        return contact_mail.take()
    except (Failure, OSError) as failure:
        print(failure, file=sys.stderr)
        return LATER
