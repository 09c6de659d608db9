"""`onecity ledger`: read the whole record again, and take a signed checkpoint out of the house."""

import argparse
from pathlib import Path

from onecity.cli.start import start_django

HELP = "verify the record of accesses, or export a signed checkpoint"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="verify|checkpoint|key")
    verify = what.add_parser("verify", help="name the first row that was edited, removed, moved, put in or cut off")
    verify.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=Path,
        help="a checkpoint exported earlier and kept elsewhere: finds a database that was rolled back (repeatable)",
    )
    what.add_parser("checkpoint", help="place what waits and print a signed checkpoint; keep it outside this machine")
    what.add_parser("key", help="print the public key (Ed25519, PEM) that checkpoints are signed with")


def run(args: argparse.Namespace) -> int:
    """0 when the record is sound."""
    start_django()
    from onecity.cli import ledger_reading

    if args.what == "verify":
        return ledger_reading.verify(args.checkpoint)
    return ledger_reading.print_key() if args.what == "key" else ledger_reading.print_checkpoint()
