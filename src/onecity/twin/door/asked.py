"""What a request asks, checked: its body, its @context, its tenant, its parameters (ETSI GS CIM 009, 6.3)."""

import re
from typing import Any, Final

import msgspec
from starlette.requests import Request

from onecity.twin.context import library
from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData, InvalidRequest, NonexistentTenant, NotAcceptable, UnsupportedMediaType
from onecity.twin.linked import Join
from onecity.twin.picking import parse_tree
from onecity.twin.represent import Form, Options
from onecity.twin.store import Store

JSON: Final = "application/json"
LD_JSON: Final = "application/ld+json"
GEO_JSON: Final = "application/geo+json"
MERGE_PATCH: Final = "application/merge-patch+json"
MAX_BODY: Final = 32_000_000  # bytes
MAX_LIMIT: Final = 1_000
MAX_LEVEL: Final = 5  # of entities linked to entities
_TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TEMPORAL_FORMS = frozenset({"temporalValues", "aggregatedValues"})
_FORMS = {
    "normalized": Form.NORMALIZED,
    "concise": Form.CONCISE,
    "keyValues": Form.SIMPLIFIED,
    "simplified": Form.SIMPLIFIED,
}
_COMMON = frozenset({"local"})
_OPTIONS = frozenset(
    {"normalized", "concise", "keyValues", "simplified", "sysAttrs", "count", "noOverwrite", "update", "replace",
     "temporalValues", "aggregatedValues", "audit"}
)  # fmt: skip


def store(request: Request) -> Store:
    """The store behind the door, in the hands of whoever calls."""
    found: Store = request.app.state.store
    return found.acting_for(request.scope["caller"].agency)


async def tenant(request: Request, *, known: bool = True) -> str:
    """The tenant named; raises NonexistentTenant for reads of one that is not ``known``."""
    name = request.headers.get("NGSILD-Tenant", "")
    if name and not _TENANT.fullmatch(name):
        raise BadRequestData("The tenant's name is not valid", "Letters, digits, _ and - are allowed, 64 at most.")
    if name and known and name not in await store(request).tenants():
        raise NonexistentTenant("There is no such tenant", f"{name} is not known here.")
    return name


async def body(request: Request) -> Any:
    """The JSON of the body, within bounds."""
    content = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    accepted = {JSON, LD_JSON} | ({MERGE_PATCH} if request.method == "PATCH" else set())
    if content not in accepted:
        raise UnsupportedMediaType("This kind of content is not accepted", f"Send {' or '.join(sorted(accepted))}.")
    if content == LD_JSON and link_of(request):
        raise BadRequestData("There are two @contexts", "With application/ld+json it stands in the body alone.")
    raw = bytearray()
    async for chunk in request.stream():
        raw += chunk
        if len(raw) > MAX_BODY:
            raise InvalidRequest("The body is too large", f"At most {MAX_BODY} bytes are accepted.")
    return decoded(bytes(raw))


def decoded(raw: bytes) -> Any:
    """JSON without what PostgreSQL cannot store; raises InvalidRequest."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InvalidRequest("The body is not JSON", str(error)) from error
    if b"\\u0000" in raw and b"\\\\u0000" not in raw:
        raise InvalidRequest("The body holds a NUL character", "Text may hold every character but this one.")
    return found


async def object_and_context(request: Request) -> tuple[dict[str, Any], Context]:
    """A JSON object and the @context its names belong to."""
    given = await body(request)
    if not isinstance(given, dict):
        raise InvalidRequest("The body is not a JSON object", "Send an entity, or a part of one.")
    return given, await context_of(request, given)


async def context_of(request: Request, given: dict[str, Any]) -> Context:
    """The @context of one JSON object: in it for ``application/ld+json``, else in the Link header (6.3.5)."""
    is_ld = request.headers.get("Content-Type", "").startswith(LD_JSON)
    if is_ld and "@context" not in given:
        raise BadRequestData("The @context is missing", "application/ld+json holds a member @context.")
    if not is_ld and "@context" in given:
        raise BadRequestData("The @context is in the wrong place", "With application/json it stands in a Link header.")
    return await library().resolve(link_of(request), given if is_ld else None)


def link_of(request: Request) -> str | None:
    """All Link headers together."""
    return ", ".join(request.headers.getlist("Link")) or None


async def context(request: Request) -> Context:
    """The @context of a request without a body."""
    return await library().resolve(link_of(request))


def accepted(request: Request, *, geojson: bool = False) -> str:
    """The content type to answer in; raises NotAcceptable."""
    offers = [JSON, LD_JSON] + ([GEO_JSON] if geojson else [])
    header = request.headers.get("Accept", "") or "*/*"
    weighed = sorted((_weighed(part) for part in header.split(",")), key=lambda pair: -pair[1])
    for wanted, weight in weighed:
        for offer in offers if weight > 0 else []:
            if wanted in (offer, "*/*", "application/*"):
                return offer
    raise NotAcceptable("No answer of this kind can be given", f"Accept {', '.join(offers)}.")


def _weighed(part: str) -> tuple[str, float]:
    kind, *parameters = (piece.strip() for piece in part.split(";"))
    weight = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return kind.lower(), float(weight)
    except ValueError:
        return kind.lower(), 0.0


class Asked:
    """The parameters of a request; those that it must not have are refused."""

    def __init__(self, request: Request, allowed: frozenset[str]) -> None:
        self._given = dict(request.query_params)
        unknown = set(self._given) - allowed - _COMMON
        if unknown:
            raise InvalidRequest("There is no such parameter", f"{', '.join(sorted(unknown))[:200]}.")
        self.options = frozenset(self.names("options"))
        if not self.options <= _OPTIONS:
            raise InvalidRequest("There is no such option", ", ".join(sorted(self.options - _OPTIONS))[:200])

    def text(self, name: str) -> str:
        """A parameter; "" where it is absent."""
        found = self._given.get(name, "")
        if "\0" in found:
            raise InvalidRequest(f"{name} holds a NUL character", "Leave it out.")
        return found

    def fill(self, members: dict[str, Any]) -> None:
        """Take members of a query in the body as parameters."""
        for name, value in members.items():
            parts = value if isinstance(value, list) else [value]
            self._given[name] = ",".join(str(part).lower() if isinstance(part, bool) else str(part) for part in parts)
        self.options |= frozenset(self.names("options"))

    def has(self, name: str) -> bool:
        """Whether the parameter is given at all."""
        return name in self._given

    def names(self, name: str) -> list[str]:
        """A list parted by commas."""
        return [part.strip() for part in self.text(name).split(",") if part.strip()]

    def flag(self, name: str) -> bool:
        """A Boolean parameter, or an option of the same name."""
        given = self.text(name).lower()
        if given not in ("", "true", "false"):
            raise BadRequestData(f"{name} is not a Boolean", f"Give {name}=true or {name}=false.")
        return given == "true" or name in self.options

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        """A whole number within bounds."""
        given = self.text(name)
        if not given:
            return default
        if not given.isdecimal() or len(given) > 10 or not least <= int(given) <= most:
            raise BadRequestData(f"{name} is not valid", f"Give a whole number from {least} to {most}.")
        return int(given)

    def form(self) -> Form:
        """How attributes shall be written: ``format``, or else an option."""
        given = self.text("format")
        if given in _TEMPORAL_FORMS:
            return Form.NORMALIZED
        if given and given not in _FORMS:
            raise InvalidRequest("There is no such format", f"Formats are {', '.join(_FORMS)}.")
        return (
            _FORMS[given] if given else next((_FORMS[name] for name in _FORMS if name in self.options), Form.NORMALIZED)
        )

    def shown(self, context: Context) -> Options:
        """What shall be seen of entities."""
        attributes = self.names("attrs")
        if self.has("attrs") and (self.has("pick") or self.has("omit")):
            raise BadRequestData("attrs does not go with pick or omit", "Use pick and omit alone.")
        pick, omit = (parse_tree(self.text(n), context, n) if self.has(n) else None for n in ("pick", "omit"))
        if pick and omit and any(name in omit and not omit[name] for name in pick):
            raise BadRequestData("A member is both picked and omitted", "Name it in one of pick and omit.")
        return Options(
            form=self.form(),
            system=self.flag("sysAttrs"),
            attributes=frozenset(map(context.expand, attributes)) if attributes else None,
            pick=pick,
            omit=omit,
            datasets=frozenset(self.names("datasetId")),
            lang=self.text("lang"),
        )


def parse_join(parameters: Asked) -> Join:
    """The ``join`` of a request."""
    given = parameters.text("join")
    if given not in ("", "inline", "flat", "@none"):
        raise BadRequestData("There is no such join", "Give join=inline, join=flat or join=@none.")
    if given in ("", "@none"):
        return Join()
    level = parameters.number("joinLevel", 1, least=1, most=MAX_LEVEL)
    return Join(level, given == "flat", frozenset(parameters.names("containedBy")))
