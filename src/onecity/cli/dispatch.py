"""From the words on a command line to the module that does it."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from onecity.cli import environment
from onecity.cli.failures import Failure
from onecity.cli.place import Need


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command lives, and what must be ready before it runs."""

    module: str
    need: Need


COMMANDS = {
    "run": Command("onecity.cli.run", Need.NOTHING),  # sets everything up by itself
    "prepare": Command("onecity.cli.prepare", Need.DATABASE),
    "serve": Command("onecity.cli.serve", Need.DATABASE),
    "database": Command("onecity.cli.database", Need.NOTHING),
    "check": Command("onecity.cli.check", Need.DATABASE_IF_RUNNING),
    "load": Command("onecity.cli.load", Need.DATABASE),
    "contact": Command("onecity.cli.contact", Need.NOTHING),  # a mail server is told to come again, whatever is missing
    "twin": Command("onecity.cli.twin", Need.DATABASE),
    "simulate": Command("onecity.cli.simulate", Need.NOTHING),
    "ledger": Command("onecity.cli.ledger", Need.DATABASE),
    "account": Command("onecity.cli.account", Need.DATABASE),
    "manage": Command("onecity.cli.manage", Need.DATABASE),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; its exit code, or 1 and one sentence when it cannot begin."""
    words = list(sys.argv[1:] if words is None else words)
    args = _parser(words).parse_args(words)
    try:
        environment.prepare(COMMANDS[args.command].need)
        return int(args.run(args))
    except Failure as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The named command's module is loaded, and no other; without a name all are, for the list of them."""
    parser = argparse.ArgumentParser(prog="onecity", description="One app, one number and one living model of a city.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    named = [word for word in words[:1] if word in COMMANDS]
    for name in named or COMMANDS:
        _add(commands, name, import_module(COMMANDS[name].module))
    return parser


def _add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, module: ModuleType) -> None:
    parser = commands.add_parser(name, help=module.HELP, description=module.__doc__)
    module.add_arguments(parser)
    parser.set_defaults(run=module.run)
