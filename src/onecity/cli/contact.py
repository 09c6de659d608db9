"""`onecity contact`: the single number. So far: learning from the choices that people made."""

import argparse

from onecity.cli.start import start_django

HELP = "the single number: train what it understands"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True, metavar="train")
    what.add_parser("train", help="learn topics from the folder and from people's choices; a worse model is refused")


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """0 when the new model is in force, 1 when it was worse."""
    start_django()
    from onecity.cli import contact_training

    return contact_training.run()
