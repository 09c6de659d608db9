"""Answers: JSON in the form and with the @context that were asked for (ETSI GS CIM 009, 6.3)."""

from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from onecity.twin.changing import Outcome
from onecity.twin.context import library
from onecity.twin.context.links import link_header
from onecity.twin.context.terms import Context
from onecity.twin.door.asked import GEO_JSON, JSON, LD_JSON
from onecity.twin.errors import ERRORS, Problem

Document = dict[str, Any]


def problem(error: Problem) -> Response:
    """A refusal as ProblemDetails (RFC 9457)."""
    return Response(error.body(), status_code=error.status, media_type="application/problem+json")


def described(error: Problem) -> Document:
    """A refusal inside a larger answer."""
    return {"type": ERRORS + error.kind, "title": error.title, "status": error.status, "detail": error.detail}


async def represented(
    request: Request,
    answer: Document | list[Document],
    context: Context,
    kind: str,
    headers: dict[str, str] | None = None,
) -> Response:
    """An entity, or several, with the @context in the body or, for plain JSON, in a Link header."""
    own = dict(headers or {})
    if kind == JSON:
        url = await context_url(request, context)
        own["Link"] = ", ".join(filter(None, [own.get("Link"), link_header(url)]))
    elif kind == LD_JSON or (kind == GEO_JSON and isinstance(answer, dict)):
        answer = with_context(answer, context)
    return Response(msgspec.json.encode(answer), headers=own, media_type=kind)


def with_context(answer: Any, context: Context) -> Any:
    """The @context as a member of each entity."""
    if isinstance(answer, list):
        return [with_context(one, context) for one in answer]
    return {**answer, "@context": context.document}


async def context_url(request: Request, context: Context) -> str:
    """One URL for the context; ours are given with our address."""
    url = await library().url_of(context)
    return f"{request.url.scheme}://{request.url.netloc}{url}" if url.startswith("/") else url


def created(path: str, entity_id: str) -> Response:
    """201 with the address of what was created."""
    return Response(status_code=201, headers={"Location": f"{path}{quote(entity_id, safe=':')}"})


def changed(outcome: Outcome) -> Response:
    """204, or 207 with what was not changed, by IRI (5.2.18)."""
    if isinstance(outcome, Problem):
        raise outcome
    if not outcome.refused:
        return Response(status_code=204)
    refused = [{"attributeName": refusal.name, "reason": refusal.reason} for refusal in outcome.refused]
    answer = {"updated": outcome.updated, "notUpdated": refused}
    return Response(msgspec.json.encode(answer), status_code=207, media_type=JSON)


def page_links(request: Request, *, limit: int, offset: int, more: bool, kind: str = JSON) -> dict[str, str]:
    """Links to the pages before and after (6.3.10)."""
    links = []
    if offset:
        links.append((max(0, offset - limit), "prev"))
    if more:
        links.append((offset + limit, "next"))
    written = [f'<{_page(request, limit, start)}>;rel="{relation}";type="{kind}"' for start, relation in links]
    return {"Link": ", ".join(written)} if written else {}


def _page(request: Request, limit: int, offset: int) -> str:
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in ("offset", "limit")]
    return f"{request.url.path.rstrip('/')}?{urlencode([*given, ('limit', limit), ('offset', offset)])}"
