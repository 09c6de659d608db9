"""Indexes that enforce nothing stand aside while a large load goes on, and are made again whatever happens.

Which ones there should be is what the models say, so that also those come back whose load was killed.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Index, Model

from onecity.demo.copying import TABLES

MEMORY = "256MB"  # to sort one index in
Say = Callable[[str], None]


@contextmanager
def indexes_aside(*, large: bool, say: Say, only: Collection[str] = tuple(TABLES)) -> Iterator[None]:
    """Without those of ``only`` these tables inside the block if the load is large."""
    if large:
        _drop(only)
    try:
        yield
    finally:
        make_missing(say, only)


def make_missing(say: Say, only: Collection[str] = tuple(TABLES)) -> None:
    """Make every index that the models have and the database has not."""
    there = _there()
    missing = [(table, index) for table, index in _of_models(only) if index.name not in there]
    for place, (table, index) in enumerate(missing):
        say(f"index {place + 1} of {len(missing)}")
        with transaction.atomic(), connection.schema_editor() as editor, connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            editor.add_index(table, index)


def _drop(only: Collection[str]) -> None:
    with connection.cursor() as cursor:
        for _table, index in _of_models(only):
            cursor.execute(f'DROP INDEX IF EXISTS "{index.name}"')


def _of_models(only: Collection[str]) -> list[tuple[type[Model], Index]]:
    tables = [table for table in apps.get_models() if table._meta.db_table in only]  # noqa: SLF001
    return [(table, index) for table in tables for index in table._meta.indexes]  # noqa: SLF001  documented


def _there() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()")
        return {name for (name,) in cursor.fetchall()}
