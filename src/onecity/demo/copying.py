"""Rows into PostgreSQL by COPY, and indexes that stand aside while a large load goes on."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import connection

TABLES = {
    "people_resident": (
        "id", "at", "number_sealed", "number_hash", "name", "born", "district", "email", "phone", "language",
        "notices_by_email", "made_up",
    ),
    "people_mandate": (
        "id", "at", "principal_id", "agent_id", "kind", "principal_name", "starts", "ends",
        "revoked_at",
    ),
    "registers_record": ("resident_id", "register", "data", "made_up", "at"),
    "applications_case": (
        "id", "at", "number", "draft_id", "request_key", "resident_id", "account_id", "service", "version_id", "agency",
        "state", "answers", "sources", "fee", "promised_on", "stands_since", "decided_at", "reason", "made_up",
    ),
    "applications_event": (
        "id", "at", "case_id", "resident_id", "kind", "actor_kind", "actor_id", "actor_name", "agency", "public",
        "data",
    ),
    "applications_task": (
        "id", "at", "case_id", "resident_id", "case_number", "service", "step", "automatic", "agency", "unit", "state",
        "due_on", "asked_on", "answer_by", "reminded_on", "taken_by", "taken_by_name", "done_at", "reason",
        "changed_at",
    ),
    "applications_rating": (
        "id", "at", "case_id", "resident_id", "service", "agency", "stars", "comment", "answer", "answered_at",
        "answered_by", "answer_due_on",
    ),
}  # fmt: skip
Rows = dict[str, list[tuple[Any, ...]]]


def no_rows() -> Rows:
    return {table: [] for table in TABLES}


def copy_rows(rows: Rows) -> None:
    """Write rows of several tables in one transaction's statements. Texts may hold anything but NUL."""
    for table, lines in rows.items():
        if lines:
            _copy(table, "".join(map(_line, lines)))


def _copy(table: str, text: str) -> None:
    columns = ", ".join(TABLES[table])
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write(text.encode())


def _line(row: tuple[Any, ...]) -> str:
    return "\t".join([_CELLS[type(value)](value) for value in row]) + "\n"


def _escaped(text: str) -> str:
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


# One value in COPY's text format (PostgreSQL manual, COPY, "Text Format"), by its type.
_CELLS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: r"\N",
    str: _escaped,
    bool: lambda value: "t" if value else "f",
    int: str,
    bytes: lambda value: r"\\x" + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    dict: lambda value: _escaped(msgspec.json.encode(value).decode()),
}


def secondary_indexes() -> dict[str, str]:
    """The indexes of our tables that enforce nothing: name -> the statement that makes it again."""
    query = """
        SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i
        JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
        WHERE t.relname = ANY(%s) AND NOT i.indisunique
    """
    with connection.cursor() as cursor:
        cursor.execute(query, [list(TABLES)])
        return dict(cursor.fetchall())


def drop_indexes(names: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f'DROP INDEX "{name}"')


def make_index(definition: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(definition)


def analyze(tables: Sequence[str] = tuple(TABLES)) -> None:
    """Tell the planner what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
