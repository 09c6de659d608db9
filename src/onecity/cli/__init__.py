"""The `onecity` command: one module per command, each with ``HELP``, ``add_arguments(parser)`` and ``run(args)``."""


def main() -> int:
    """Loaded late, so that the keeper of the database, which lives in this package, stays small."""
    from onecity.cli.dispatch import main as dispatch

    return dispatch()
