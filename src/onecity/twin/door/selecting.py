"""Which entities a request means: its parameters, or a query in its body, as a selection (6.4.3.2, 5.2.23)."""

from collections.abc import Callable
from typing import Any

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData, InvalidRequest
from onecity.twin.model import check_name, check_uri
from onecity.twin.patterns import compiled
from onecity.twin.query import parse_geo, parse_q, parse_scope_q
from onecity.twin.store import Selection, Selector
from onecity.twin.subscriptions.types import parse_types, renamed

SELECTING = frozenset(
    {"id", "type", "idPattern", "attrs", "q", "scopeQ", "georel", "geometry", "coordinates", "geoproperty", "csf"}
)
_GEO = ("georel", "geometry", "coordinates")
MAX_IDS = 1_000


class Chosen(msgspec.Struct):
    """A selection, and whether it says anything that narrows it (5.7.2)."""

    selection: Selection
    narrows: bool


def selection(text: Callable[[str], str], context: Context, tenant: str) -> Chosen:
    """The selection of parameters; ``text(name)`` is a parameter or ""."""
    selector = _selector(text, context)
    attributes = [check_name(context.expand(one.strip())) for one in text("attrs").split(",") if one.strip()]
    found = Selection(
        tenant=tenant,
        selectors=[selector] if selector != Selector() else [],
        attributes=attributes,
        q=parse_q(text("q"), context) if text("q") else None,
        geo=_geo(text, context),
        scopes=parse_scope_q(text("scopeQ")) if text("scopeQ") else None,
    )
    return Chosen(found, any([selector.types, attributes, found.q, found.geo, found.scopes]))


def _selector(text: Callable[[str], str], context: Context) -> Selector:
    ids = tuple(check_uri(one.strip(), "id") for one in text("id").split(",") if one.strip())
    if len(ids) > MAX_IDS:
        raise BadRequestData("Too many ids", f"At most {MAX_IDS} are accepted.")
    if text("idPattern"):
        compiled(text("idPattern"))
    types = parse_types(renamed(text("type"), context.expand)) if text("type") else None
    return Selector(ids, text("idPattern"), types)


def _geo(text: Callable[[str], str], context: Context) -> Any:
    given = [name for name in _GEO if text(name)]
    if not given:
        return None
    if len(given) < len(_GEO):
        raise BadRequestData("The geo-query is not whole", "georel, geometry and coordinates go together.")
    return parse_geo(text("georel"), text("geometry"), text("coordinates"), text("geoproperty"), context)


def queried(query: Any, context: Context, tenant: str) -> Chosen:
    """The selection of a query in a body; each of its entity selectors may be met."""
    if not isinstance(query, dict) or query.get("type") != "Query":
        raise BadRequestData("The body is not a query", 'Its type is "Query".')
    selectors = query.get("entities", [{}])
    if not isinstance(selectors, list) or not selectors or not all(isinstance(one, dict) for one in selectors):
        raise BadRequestData("entities is not valid", "It is a list of objects with type, and id or idPattern.")
    found = [_of_selector(one, query, context, tenant) for one in selectors[:MAX_IDS]]
    merged = msgspec.structs.replace(
        found[0].selection, selectors=[s for one in found for s in one.selection.selectors]
    )
    return Chosen(merged, all(one.narrows for one in found))


def _of_selector(selector: dict[str, Any], query: dict[str, Any], context: Context, tenant: str) -> Chosen:
    geo = query.get("geoQ") or {}
    attributes = query.get("attrs") or []
    if not isinstance(geo, dict) or not isinstance(attributes, list):
        raise InvalidRequest("The query is not valid", "geoQ is an object, attrs is a list.")
    given = {
        **{key: query.get(key) for key in ("q", "scopeQ")},
        **geo,
        **selector,
        "attrs": ",".join(map(str, attributes)),
    }
    ids = given.get("id")
    given["id"] = ",".join(ids) if isinstance(ids, list) else ids
    return selection(lambda name: _as_text(given.get(name)), context, tenant)


def _as_text(value: Any) -> str:
    """A member of a query as the parameter it stands for."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()
