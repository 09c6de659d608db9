"""Rows written and read without the ORM's work, for the few paths that a whole city walks every second.

The ORM compiles each statement anew, which costs more than PostgreSQL takes to do it. Elsewhere use the ORM.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Field, JSONField, Model

M = TypeVar("M", bound=Model)
Values = Sequence[Any]
Named = Mapping[str, Any]
_held: ContextVar[list[tuple[str, Values]] | None] = ContextVar("held", default=None)


@contextmanager
def together() -> Iterator[None]:
    """What is stored, changed and written inside goes to the database in one trip, when the block ends.

    What is read inside does not see it yet. Inside another such block, the outer one sends it.
    """
    if _held.get() is not None:
        yield
        return
    held: list[tuple[str, Values]] = []
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    if held:
        execute(";\n".join(sql for sql, _ in held), [value for _, values in held for value in values])


def store(*rows: Model) -> None:
    """Insert new rows, of several tables if need be, by one statement.

    The tables must not refer to each other by immediate constraints: within one statement, no table sees what is put
    into the others.
    """
    by_table: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    if by_table:
        write(_insert(tuple(by_table)), [_as_json(table, each) for table, each in by_table.items()])


def change(rows: Sequence[Model], names: tuple[str, ...]) -> None:
    """Write these fields of rows that are there already (one table, one statement)."""
    if rows:
        table = type(rows[0])
        write(_update(table, names), [_as_json(table, rows, ("id", *names))])


def lock(table: type[M], row_id: UUID) -> M | None:
    """A row by its id, kept from everybody else until the transaction ends."""
    return next(iter(found(table, "id = %s FOR UPDATE", [row_id])), None)


def found(table: type[M], condition: str, values: Values) -> list[M]:
    """Instances for which a condition holds; it is a constant text of ours, and may end in an order or a lock."""
    return [instance(table, row) for row in many(_found(table, condition), values)]


def write(sql: str, values: Values) -> None:
    """Run a statement whose result nobody needs: at once, or with the others of the block."""
    held = _held.get()
    if held is None:
        execute(sql, values)
    else:
        held.append((sql, values))


def execute(sql: str, values: Values) -> int:
    """Run a statement; how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


def one(sql: str, values: Values | Named) -> tuple[Any, ...] | None:
    """The first row of a query; none when there is none. JSON arrives as text."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        row: tuple[Any, ...] | None = cursor.fetchone()
        return row


def many(sql: str, values: Values | Named) -> list[tuple[Any, ...]]:
    """All rows of a query. JSON arrives as text."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def columns(table: type[Model]) -> str:
    """The columns of a table in the order of its model's fields, for a query whose rows become instances."""
    return ", ".join(f'"{field.column}"' for field in _fields(table))


def instance(table: type[M], row: Sequence[object]) -> M:
    """An instance from a row of ``columns``."""
    values = [
        msgspec.json.decode(value) if isinstance(field, JSONField) and isinstance(value, str) else value
        for field, value in zip(_fields(table), row, strict=True)
    ]
    return table.from_db("default", [field.attname for field in _fields(table)], values)


@cache
def _fields(table: type[Model]) -> "list[Field[Any, Any]]":
    return list(table._meta.concrete_fields)  # noqa: SLF001  Django documents it


@cache
def _insert(tables: tuple[type[Model], ...]) -> str:
    *first, last = [_insert_one(table) for table in tables]
    named = ", ".join(f"t{number} AS ({sql})" for number, sql in enumerate(first))
    return f"WITH {named} {last}" if named else last


@cache
def _found(table: type[Model], condition: str) -> str:
    return f'SELECT {columns(table)} FROM "{_name(table)}" WHERE {condition}'  # noqa: S608  our own words


@cache
def _update(table: type[Model], names: tuple[str, ...]) -> str:
    chosen = [field for field in _fields(table) if field.attname in names]
    sets = ", ".join(f'"{field.column}" = r."{field.column}"' for field in chosen)
    return (
        f'UPDATE "{_name(table)}" AS t SET {sets} '  # noqa: S608  our own names
        f"FROM json_to_recordset(%s) AS r(id uuid, {_typed(chosen)}) WHERE t.id = r.id"
    )


def _name(table: type[Model]) -> str:
    return table._meta.db_table  # noqa: SLF001  Django documents it


def _typed(fields: "Sequence[Field[Any, Any]]") -> str:
    return ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)


def _insert_one(table: type[Model]) -> str:
    names = columns(table)
    return (
        f'INSERT INTO "{_name(table)}" ({names}) '  # noqa: S608  our own names
        f"SELECT {names} FROM json_to_recordset(%s) AS r({_typed(_fields(table))})"
    )


def _as_json(table: type[Model], rows: Sequence[Model], only: tuple[str, ...] = ()) -> str:
    """One JSON parameter for all rows of a table: binding one is cheaper than binding each value."""
    names = [(field.column, field.attname) for field in _fields(table) if not only or field.attname in only]
    plain = [{column: _written(getattr(row, name)) for column, name in names} for row in rows]
    return msgspec.json.encode(plain).decode()


def _written(value: object) -> object:
    """Bytes as PostgreSQL reads them from text; everything else as msgspec writes it."""
    return f"\\x{value.hex()}" if isinstance(value, bytes | memoryview) else value
