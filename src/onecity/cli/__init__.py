"""The `onecity` command: one module per command, each with ``HELP``, ``add_arguments(parser)`` and ``run(args)``."""

from onecity.cli.dispatch import main

__all__ = ["main"]
