"""Reading: entities by id or by what they are and say, page by page."""

import itertools
from collections.abc import AsyncIterator, Sequence
from typing import Any

import asyncpg
import msgspec

from onecity.twin.errors import TooComplexQuery
from onecity.twin.model import Document
from onecity.twin.ordering import Key, ordered
from onecity.twin.patterns import compiled
from onecity.twin.query.geo import LOCATION, GeoQuery, geo_matches
from onecity.twin.query.judging import matches
from onecity.twin.query.nodes import Node
from onecity.twin.query.scopes import ScopeQuery, scope_matches
from onecity.twin.query.sql import ANYTHING, Condition, Parameters, all_of, any_of, near, told
from onecity.twin.state import State
from onecity.twin.subscriptions.types import TypeSelection

_SELECT = "SELECT e.key, e.id, e.types, e.scopes, e.body, e.created, e.modified, e.expires FROM twin.entity e WHERE "
MAX_JUDGED = 200_000  # entities looked at in memory for one query
CHUNK = 1_000


class Selector(msgspec.Struct, frozen=True):
    """Which entities, by what they are: one of ``ids``, an id with a pattern in it, of these types."""

    ids: tuple[str, ...] = ()
    id_pattern: str = ""
    types: TypeSelection | None = None


class Selection(msgspec.Struct):
    """Which entities; all conditions hold together.

    ``selectors``   one of these at least, unless there is none
    ``attributes``  at least one of these IRIs is there
    ``after``       the key of the last entity of the page before
    """

    tenant: str = ""
    selectors: Sequence[Selector] = ()
    attributes: Sequence[str] = ()
    q: Node | None = None
    geo: GeoQuery | None = None
    scopes: ScopeQuery | None = None
    after: int = 0


class Found(msgspec.Struct):
    """One entity found: its row and the expanded document with system attributes."""

    key: int
    document: Document


class Reader:
    """Reads for one process."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool

    async def find(self, tenant: str, entity_id: str, *, past: bool = False) -> Found | None:
        """The entity, or None; with ``past`` also one that was deleted."""
        parameters = Parameters()
        alive = "true" if past else _ALIVE
        where = f"e.tenant = {parameters.add(tenant)} AND e.id = {parameters.add(entity_id)} AND {alive}"
        row = await self._pool.fetchrow(_SELECT + where, *parameters.values)
        return _found(row) if row else None

    async def search(
        self, selection: Selection, *, limit: int, offset: int = 0, order: list[Key] | None = None
    ) -> list[Found]:
        """At most ``limit`` entities, in ``order`` or that of their creation; raises TooComplexQuery."""
        if order:
            return await self._ordered(selection, order, limit, offset)
        parameters = Parameters()
        where = _condition(selection, parameters)
        if where.exact:
            text = f"{_SELECT}{where.sql} ORDER BY e.key LIMIT {parameters.add(limit)} OFFSET {parameters.add(offset)}"
            return [_found(row) for row in await self._pool.fetch(text, *parameters.values)]
        page: list[Found] = []
        async for found in self._judged(selection, chunk=max(100, 2 * (limit + offset))):
            page.append(found)
            if len(page) >= offset + limit:
                break
        return page[offset:]

    async def _ordered(self, selection: Selection, order: list[Key], limit: int, offset: int) -> list[Found]:
        """A page of all entities selected, put in order in memory."""
        every = [found async for found in self._judged(selection, chunk=CHUNK)]
        by_id = {found.document["id"]: found for found in every}
        page = ordered([found.document for found in every], order)[offset : offset + limit]
        return [by_id[document["id"]] for document in page]

    async def count(self, selection: Selection) -> int:
        """How many entities there are; raises TooComplexQuery."""
        parameters = Parameters()
        where = _condition(selection, parameters)
        if where.exact:
            text = "SELECT count(*) FROM twin.entity e WHERE " + where.sql  # noqa: S608  no text of a caller is in it
            found: int = await self._pool.fetchval(text, *parameters.values)
            return found
        total = 0
        async for _ in self._judged(selection, chunk=CHUNK):
            total += 1
        return total

    async def all(self, selection: Selection) -> AsyncIterator[Found]:
        """Every entity selected; raises TooComplexQuery."""
        async for found in self._judged(selection, chunk=CHUNK):
            yield found

    async def past(self, selection: Selection) -> AsyncIterator[Found]:
        """Every entity that is or was, of these ids and types; what it was like is not judged here."""
        after = 0
        while True:
            parameters = Parameters()
            found = [Condition(f"e.tenant = {parameters.add(selection.tenant)} AND e.key > {parameters.add(after)}")]
            if selection.selectors:
                found.append(any_of([_selected(one, parameters) for one in selection.selectors]))
            text = f"{_SELECT}{all_of(found).sql} ORDER BY e.key LIMIT {CHUNK}"
            rows = [_found(row) for row in await self._pool.fetch(text, *parameters.values)]
            for row in rows:
                yield row
            if len(rows) < CHUNK:
                return
            after = rows[-1].key

    async def _judged(self, selection: Selection, *, chunk: int) -> AsyncIterator[Found]:
        """Entities that meet the conditions in the database, and those in memory, too."""
        after, looked_at = selection.after, 0
        while True:
            rows = await self._chunk(msgspec.structs.replace(selection, after=after), chunk)
            for found in rows:
                if is_selected(selection, found.document):
                    yield found
            looked_at += len(rows)
            if len(rows) < chunk:
                return
            if looked_at > MAX_JUDGED:
                raise TooComplexQuery("The query looks at too many entities", "Narrow it by type, place or id.")
            after, chunk = rows[-1].key, min(CHUNK, 2 * chunk)

    async def _chunk(self, selection: Selection, limit: int) -> list[Found]:
        parameters = Parameters()
        where = _condition(selection, parameters)
        text = f"{_SELECT}{where.sql} ORDER BY e.key LIMIT {parameters.add(limit)}"
        return [_found(row) for row in await self._pool.fetch(text, *parameters.values)]


_ALIVE = "e.current AND (e.expires IS NULL OR e.expires > now())"


def _found(row: Any) -> Found:
    state = State(
        row["id"],
        types=row["types"],
        scopes=row["scopes"],
        body=row["body"],
        created=row["created"],
        modified=row["modified"],
        expires=row["expires"],
    )
    return Found(row["key"], state.document())


def is_selected(selection: Selection, document: Document) -> bool:
    """Whether an entity meets those conditions that the database may not judge exactly."""
    return (
        (not selection.selectors or any(is_meant(one, document) for one in selection.selectors))
        and (selection.q is None or matches(selection.q, document))
        and (selection.geo is None or geo_matches(selection.geo, document))
        and (selection.scopes is None or scope_matches(selection.scopes, document.get("scope")))
    )


def is_meant(selector: Selector, document: Document) -> bool:
    """Whether an entity is one that ``selector`` names."""
    return (
        (not selector.ids or document["id"] in selector.ids)
        and (not selector.id_pattern or compiled(selector.id_pattern).search(document["id"]))
        and (selector.types is None or selector.types.matches(document["type"]))
    )


def _condition(selection: Selection, parameters: Parameters) -> Condition:
    """All conditions of a selection."""
    found = [Condition(f"e.tenant = {parameters.add(selection.tenant)} AND {_ALIVE}")]
    if selection.after:
        found.append(Condition(f"e.key > {parameters.add(selection.after)}"))
    if selection.selectors:
        found.append(any_of([_selected(one, parameters) for one in selection.selectors]))
    if selection.attributes:
        found.append(Condition(f"e.body ?| {parameters.add(list(selection.attributes))}::text[]"))
    return all_of(found + _queries(selection, parameters))


def _selected(selector: Selector, parameters: Parameters) -> Condition:
    found = []
    if selector.ids:
        found.append(Condition(f"e.id = ANY({parameters.add(list(selector.ids))}::text[])"))
    if selector.types is not None:
        found.append(_typed(selector.types, parameters))
    return all_of([*found, ANYTHING] if selector.id_pattern else found)


def _queries(selection: Selection, parameters: Parameters) -> list[Condition]:
    found = []
    if selection.q is not None:
        found.append(told(selection.q, parameters))
    if selection.geo is not None:
        found.append(near(selection.geo, LOCATION, parameters))
    if selection.scopes is not None:
        found.append(Condition("e.scopes <> '{}'", exact=False))
    return found


def _typed(types: TypeSelection, parameters: Parameters) -> Condition:
    """The condition of a type selection: all of the types of one of its alternatives."""
    if any(wanted == {"*"} for wanted in types.any_of):
        return Condition("true")
    ordered = sorted(sorted(wanted) for wanted in types.any_of)
    single = list(itertools.chain.from_iterable(wanted for wanted in ordered if len(wanted) == 1))
    tests = [f"e.types @> {parameters.add(wanted)}::text[]" for wanted in ordered if len(wanted) > 1]
    if single:
        sign = "@>" if len(single) == 1 else "&&"
        tests.append(f"e.types {sign} {parameters.add(single)}::text[]")
    return Condition(" OR ".join(tests))
