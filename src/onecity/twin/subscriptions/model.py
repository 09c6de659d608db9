"""A subscription: what is asked for, checked and ready to be matched (ETSI GS CIM 009, 5.2.12 - 5.2.15, 5.8.1)."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import unquote

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData
from onecity.twin.linked import Join
from onecity.twin.model import Document, check_uri
from onecity.twin.patterns import compiled
from onecity.twin.picking import Tree, parse_tree
from onecity.twin.query import GeoQuery, Node, ScopeQuery, parse_geo, parse_q, parse_scope_q
from onecity.twin.represent import Form, Options
from onecity.twin.store import Selector
from onecity.twin.subscriptions import checks
from onecity.twin.subscriptions.endpoint import Endpoint, parse_endpoint
from onecity.twin.subscriptions.types import parse_types, renamed

TRIGGERS: Final = frozenset(
    {"entityCreated", "entityUpdated", "entityDeleted", "attributeCreated", "attributeUpdated", "attributeDeleted"}
)
DEFAULT_TRIGGERS: Final = ("attributeCreated", "attributeUpdated")
_FORMS: Final = {"normalized": Form.NORMALIZED, "concise": Form.CONCISE, "keyValues": Form.SIMPLIFIED,
                 "simplified": Form.SIMPLIFIED}  # fmt: skip
_OUTPUT: Final = frozenset({"status", "createdAt", "modifiedAt"})
_TOLD: Final = frozenset({"status", "timesSent", "timesFailed", "lastNotification", "lastSuccess", "lastFailure"})


class Subscription(msgspec.Struct):
    """One subscription.

    ``body``      what was given, names as IRIs, for those who ask
    ``context``   in whose names notifications are written
    ``watched``   attributes whose changes count; empty for all
    ``interval``  seconds between notifications that come without a change; 0 for none
    """

    tenant: str
    id: str
    body: Document
    context: Context
    selectors: list[Selector]
    watched: frozenset[str]
    triggers: frozenset[str]
    q: Node | None
    geo: GeoQuery | None
    scopes: ScopeQuery | None
    interval: float
    throttling: float
    expires: datetime | None
    active: bool
    options: Options
    join: Join
    show_changes: bool
    endpoint: Endpoint
    last: datetime | None = None

    def is_live(self, now: datetime) -> bool:
        """Whether it is neither paused nor expired."""
        return self.active and (self.expires is None or self.expires > now)

    def status(self) -> str:
        """ "active", "paused" or "expired"."""
        if self.expires is not None and self.expires <= datetime.now(UTC):
            return "expired"
        return "active" if self.active else "paused"


def expanded(given: Document, context: Context) -> Document:
    """What was given with its names as IRIs; members that are ours to give are left out."""
    body = {key: value for key, value in given.items() if key != "@context" and key not in _OUTPUT}
    if "entities" in body:
        body["entities"] = [_expanded_selector(one, context) for one in _selectors(body["entities"])]
    if "watchedAttributes" in body:
        names = checks.names(body["watchedAttributes"], "watchedAttributes")
        body["watchedAttributes"] = [context.expand(name) for name in names]
    if "notification" in body:
        body["notification"] = _expanded_notification(body["notification"], context)
    return body


def _selectors(given: Any) -> list[Document]:
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        raise checks.wrong("entities", "a list of objects with type, and id or idPattern")
    return given


def _expanded_selector(given: Document, context: Context) -> Document:
    if not isinstance(given.get("type"), str):
        raise checks.wrong("entities", "a list of objects, each with a type")
    return given | {"type": renamed(given["type"], context.expand)}


def _expanded_notification(given: Any, context: Context) -> Document:
    found = {key: value for key, value in checks.members(given, "notification").items() if key not in _TOLD}
    if "attributes" in found:
        names = checks.names(found["attributes"], "notification.attributes")
        found["attributes"] = [context.expand(name) for name in names]
    return found


def compacted(body: Document, context: Context) -> Document:
    """A body in the names of a reader."""
    found = dict(body)
    if "entities" in found:
        found["entities"] = [one | {"type": renamed(one["type"], context.compact)} for one in found["entities"]]
    if "watchedAttributes" in found:
        found["watchedAttributes"] = [context.compact(name) for name in found["watchedAttributes"]]
    if "attributes" in found["notification"]:
        names = [context.compact(name) for name in found["notification"]["attributes"]]
        found["notification"] = found["notification"] | {"attributes": names}
    return found


def parse(tenant: str, body: Document, context: Context) -> Subscription:
    """A subscription of an expanded body; raises BadRequestData."""
    if body.get("type") != "Subscription":
        raise checks.wrong("type", '"Subscription"')
    if "entities" not in body and "watchedAttributes" not in body:
        raise BadRequestData("The subscription is for nothing", "Give entities or watchedAttributes.")
    interval, throttling = (checks.positive(body[n], n) if n in body else 0.0 for n in ("timeInterval", "throttling"))
    if interval and (throttling or "watchedAttributes" in body):
        raise BadRequestData("timeInterval stands alone", "It goes neither with throttling nor with watchedAttributes.")
    notification = checks.members(body.get("notification"), "notification")
    return Subscription(
        tenant=tenant,
        id=check_uri(body.get("id"), "The subscription's id"),
        body=body,
        context=context,
        selectors=[_selector(one) for one in body.get("entities", [])],
        watched=frozenset(body.get("watchedAttributes", ())),
        triggers=_triggers(body),
        q=parse_q(unquote(checks.text(body["q"], "q")), context) if "q" in body else None,
        geo=_geo(body["geoQ"], context) if "geoQ" in body else None,
        scopes=parse_scope_q(checks.text(body["scopeQ"], "scopeQ")) if "scopeQ" in body else None,
        interval=interval,
        throttling=throttling,
        expires=checks.moment(body["expiresAt"], "expiresAt") if "expiresAt" in body else None,
        active=checks.flag(body.get("isActive", True), "isActive"),
        options=_options(notification, body, context),
        join=_join(notification),
        show_changes=checks.flag(notification.get("showChanges", False), "showChanges"),
        endpoint=parse_endpoint(notification.get("endpoint")),
    )


def _selector(given: Document) -> Selector:
    ids = given.get("id", [])
    every = [checks.uri(one, "entities.id") for one in (ids if isinstance(ids, list) else [ids])]
    pattern = checks.text(given["idPattern"], "entities.idPattern") if "idPattern" in given else ""
    if pattern:
        compiled(pattern)
    return Selector(tuple(every), pattern, parse_types(given["type"]))


def _triggers(body: Document) -> frozenset[str]:
    given = frozenset(checks.names(body.get("notificationTrigger", list(DEFAULT_TRIGGERS)), "notificationTrigger"))
    if not given <= TRIGGERS:
        raise checks.wrong("notificationTrigger", f"of {', '.join(sorted(TRIGGERS))}")
    return given


def _geo(given: Any, context: Context) -> GeoQuery:
    found = checks.members(given, "geoQ")
    relation, geometry = (checks.text(found.get(name), f"geoQ.{name}") for name in ("georel", "geometry"))
    return parse_geo(relation, geometry, found.get("coordinates"), found.get("geoproperty", ""), context)


def _options(notification: Document, body: Document, context: Context) -> Options:
    form = notification.get("format", "normalized")
    if form not in _FORMS:
        raise checks.wrong("notification.format", f"one of {', '.join(_FORMS)}")
    pick, omit = (_tree(notification[n], context, n) if n in notification else None for n in ("pick", "omit"))
    if "attributes" in notification and (pick or omit):
        raise BadRequestData("attributes does not go with pick or omit", "Use pick and omit alone.")
    if pick and omit and any(name in omit and not omit[name] for name in pick):
        raise BadRequestData("A member is both picked and omitted", "Name it in one of pick and omit.")
    names = notification.get("attributes")
    return Options(
        form=_FORMS[form],
        system=checks.flag(notification.get("sysAttrs", False), "sysAttrs"),
        attributes=frozenset(names) if names else None,
        pick=pick,
        omit=omit,
        datasets=frozenset(_listed(body.get("datasetId", []))),
        lang=checks.text(body["lang"], "lang") if "lang" in body else "",
    )


def _tree(given: Any, context: Context, what: str) -> Tree:
    return parse_tree(",".join(given) if isinstance(given, list) else checks.text(given, what), context, what)


def _listed(given: Any) -> list[str]:
    return checks.names(given, "datasetId") if isinstance(given, list) and given else [given] if given else []


def _join(notification: Document) -> Join:
    given = notification.get("join", "@none")
    if given not in ("inline", "flat", "@none"):
        raise checks.wrong("notification.join", '"inline", "flat" or "@none"')
    level = notification.get("joinLevel", 1)
    if isinstance(level, bool) or not isinstance(level, int) or not 1 <= level <= 5:
        raise checks.wrong("notification.joinLevel", "a whole number from 1 to 5")
    return Join() if given == "@none" else Join(level, given == "flat")
