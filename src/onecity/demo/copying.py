"""Rows into PostgreSQL by COPY. Rows are lines of its text format (PostgreSQL manual, COPY, "Text Format")."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec
from django.apps import apps
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
    "applications_message": (
        "id", "at", "case_id", "resident_id", "from_resident", "author_id", "author_name", "agency", "text",
        "asks_more", "task_id", "read_at",
    ),
    "applications_rating": (
        "id", "at", "case_id", "resident_id", "service", "agency", "stars", "comment", "answer", "answered_at",
        "answered_by", "answer_due_on",
    ),
}  # fmt: skip
NULL, YES, NO, EMPTY = r"\N", "t", "f", ""
Rows = dict[str, list[str]]


def no_rows() -> Rows:
    return {table: [] for table in TABLES}


def row(*cells: str) -> str:
    """A line of cells that are written as PostgreSQL reads them: ids, dates and our own words as they are."""
    return "\t".join(cells)


def as_text(text: str) -> str:
    """A cell of any text but NUL."""
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def as_json(value: Any) -> str:
    """A cell of JSON. Of what needs escaping, only backslashes are left in it."""
    return msgspec.json.encode(value).decode().replace("\\", "\\\\")


def as_bytes(value: bytes) -> str:
    return rf"\\x{value.hex()}"


def as_date(value: Any) -> str:
    """A cell of a date or a moment, if there is one."""
    return value.isoformat() if value else NULL


def copy_rows(rows: Rows) -> None:
    """Write the rows of all tables. In a transaction of the caller's they are there together or not at all."""
    for table, lines in rows.items():
        if lines:
            copy_into(table, TABLES[table], lines)


def copy_into(table: str, names: tuple[str, ...], lines: list[str]) -> None:
    """Write rows of one table. Columns that are not named get what a new row of the model has in them."""
    if not lines:
        return
    others = _others(table, names)
    end = "".join(f"\t{cell}" for cell in others.values()) + "\n"
    text = end.join(lines) + end
    columns = ", ".join([*names, *others])
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        copy.write(text.encode())


@cache
def _others(table: str, names: tuple[str, ...]) -> dict[str, str]:
    """Columns that nobody here writes and that take no null, with what a new row of their model has in them."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)  # noqa: SLF001
    fields = [field for field in model._meta.concrete_fields if not field.null]  # noqa: SLF001  documented
    return {field.attname: _cell(field.get_default()) for field in fields if field.attname not in names}


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return as_json(value) if isinstance(value, dict | list) else as_text(str(value))


def analyze(tables: Sequence[str] = tuple(TABLES)) -> None:
    """Tell the planner what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
