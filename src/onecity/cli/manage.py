"""`onecity manage …`: Django's own commands (shell, makemigrations, test of a query), on the city's database."""

import argparse

HELP = "Django's own commands, on the city's database"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, help="for example: shell, or migrate --plan")


def run(args: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["onecity manage", *args.words])
    return 0
