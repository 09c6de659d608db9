"""The statements of one submission, caught as they go to the database, as a pgbench script that repeats them.

Whatever one submission makes anew (ids, the case number) or takes (its draft) becomes a variable, so that pgbench
files a different prepared draft each time, by the same SQL. pgbench replaces variables also within quotes.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

PLAIN_ID = re.compile(r"'([0-9a-f]{32})'::uuid")
NEW_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def caught() -> Iterator[list[str]]:
    """The statements that run inside, with their values written in."""
    seen: list[str] = []

    def catch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        with connection.connection.cursor() as cursor:
            seen.append(cursor.mogrify(sql, params) if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(catch):
        yield seen


def script(statements: list[str], *, draft: dict[str, str], number: str) -> str:
    """A pgbench script. ``draft`` holds what the filed draft names: column of ``bench_draft`` -> value."""
    text = ";\n".join(" ".join(each.split()) for each in statements if not each.startswith(TRANSACTION))
    text = PLAIN_ID.sub(lambda found: f"'{UUID(found[1])}'::uuid", text)
    for column, value in {**draft, "number": number}.items():
        text = text.replace(value, f":{column}")
    made = sorted(set(NEW_ID.findall(text)))
    for place, value in enumerate(made):
        text = text.replace(value, f":u{place}")
    return f"{_prologue(list(draft), len(made))} \\gset\nBEGIN;\n{text};\nCOMMIT;\n"


def _prologue(columns: list[str], made: int) -> str:
    """Take the next prepared draft, and make the ids that a submission makes."""
    ids = "".join(f", {_new_id()} AS u{place}" for place in range(made))
    names = ", ".join(columns)
    return f"SELECT {names}, 'B-' || n AS number{ids} FROM bench_draft WHERE n = (SELECT nextval('bench_n'))"


def _new_id() -> str:
    """Ids in index order where the server can make them (PostgreSQL 18), as ours are."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return "uuidv7()" if int(cursor.fetchone()[0]) >= 180_000 else "gen_random_uuid()"
