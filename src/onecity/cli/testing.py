"""Loaded by pytest before all else (`-p onecity.cli.testing`): without DATABASE_URL, tests use the embedded one."""

from onecity.cli import environment

environment.prepare()
