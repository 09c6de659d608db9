"""Which subscriptions a change is for, and what they are told of it (ETSI GS CIM 009, 5.8.6)."""

from collections.abc import Iterable

import msgspec

from onecity.twin.changes import Change
from onecity.twin.context.names import ENTITY_MEMBERS
from onecity.twin.model import HOLDER, Attribute, Document, instances_of
from onecity.twin.query import geo_matches, matches, scope_matches
from onecity.twin.state import deletion
from onecity.twin.store.reading import is_meant
from onecity.twin.subscriptions.model import Subscription
from onecity.twin.times import format_time


class Difference(msgspec.Struct):
    """One instance of an attribute that came, changed or went: what it was and what it is."""

    name: str
    before: Document | None
    after: Document | None

    @property
    def trigger(self) -> str:
        """What the standard calls it."""
        if self.before is None:
            return "attributeCreated"
        return "attributeDeleted" if self.after is None else "attributeUpdated"


def differences(change: Change) -> list[Difference]:
    """Every instance that a change touched."""
    before, after = change.before or {}, change.after or {}
    names = [name for name in {**before, **after} if name not in ENTITY_MEMBERS]
    return [one for name in names if before.get(name) is not after.get(name) for one in _of(name, before, after)]


def _of(name: str, before: Document, after: Document) -> list[Difference]:
    old, new = ({one.get("datasetId"): one for one in instances_of(side.get(name))} for side in (before, after))
    found = [Difference(name, old.get(key), new.get(key)) for key in {**old, **new}]
    return [one for one in found if one.before is not one.after]


class Index:
    """Subscriptions, found by the types and ids they name."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, str], Subscription] = {}
        self._by_type: dict[str, dict[tuple[str, str], Subscription]] = {}
        self._by_id: dict[str, dict[tuple[str, str], Subscription]] = {}

    def put(self, subscription: Subscription) -> None:
        """Add a subscription, in the place of the one of its id."""
        key = subscription.tenant, subscription.id
        self.drop(key)
        self._all[key] = subscription
        for table, name in self._places(subscription):
            table.setdefault(name, {})[key] = subscription

    def drop(self, key: tuple[str, str]) -> None:
        """Forget a subscription."""
        old = self._all.pop(key, None)
        for table, name in self._places(old) if old else []:
            table[name].pop(key, None)
            if not table[name]:
                del table[name]

    def _places(self, one: Subscription) -> Iterable[tuple[dict[str, dict[tuple[str, str], Subscription]], str]]:
        """Where a subscription stands: by id if its selector names some, else by type, "*" for any."""
        if not one.selectors:
            yield self._by_type, "*"
        for selector in one.selectors:
            if selector.ids:
                yield from ((self._by_id, entity) for entity in selector.ids)
            else:
                names = selector.types.names() if selector.types else {"*"}
                yield from ((self._by_type, name) for name in names)

    def all(self) -> list[Subscription]:
        """Every subscription."""
        return list(self._all.values())

    def find(self, tenant: str, name: str) -> Subscription | None:
        """The subscription of an id."""
        return self._all.get((tenant, name))

    def candidates(self, change: Change) -> Iterable[Subscription]:
        """Subscriptions that may want to hear of a change, each once."""
        document = change.after or change.before or {}
        tables = [self._by_type.get(name) for name in (*document.get("type", ()), "*")]
        found: dict[tuple[str, str], Subscription] = {}
        for table in (*tables, self._by_id.get(change.id)):
            found |= table or {}
        return (one for one in found.values() if one.tenant == change.tenant)


def told(subscription: Subscription, change: Change, parts: list[Difference]) -> Document | None:
    """The entity as the subscriber is told of it, expanded; None if the change is not for them."""
    document = change.after or change.before or {}
    if subscription.selectors and not any(is_meant(one, document) for one in subscription.selectors):
        return None
    watched = [one for one in parts if not subscription.watched or one.name in subscription.watched]
    if not _is_triggered(subscription, change, watched) or not _fits(subscription, document):
        return None
    return _document(subscription, change, watched)


def _is_triggered(subscription: Subscription, change: Change, watched: list[Difference]) -> bool:
    wanted = subscription.triggers
    whole = "entityCreated" if change.before is None else "entityDeleted" if change.after is None else "entityUpdated"
    if whole in wanted and (watched or not subscription.watched):
        return True
    return any(one.trigger in wanted for one in watched)


def _fits(subscription: Subscription, document: Document) -> bool:
    return (
        (subscription.q is None or matches(subscription.q, document))
        and (subscription.geo is None or geo_matches(subscription.geo, document))
        and (subscription.scopes is None or scope_matches(subscription.scopes, document.get("scope")))
    )


def _document(subscription: Subscription, change: Change, watched: list[Difference]) -> Document:
    """The entity after the change; what went is said to be null where deletions are what was asked for."""
    if change.after is None:
        gone = {key: value for key, value in (change.before or {}).items() if key in ENTITY_MEMBERS}
        base: Document = gone | {"deletedAt": format_time(change.at)}
    else:
        base = dict(change.after)
    watched = [one for one in watched if one.after is not None or not _stands_for_another(one, change)]
    show_gone = "attributeDeleted" in subscription.triggers or (change.after is None and subscription.show_changes)
    for one in watched:
        if one.after is None and one.before is not None and show_gone:
            base[one.name] = _with(base.get(one.name), _gone(one.before, change, subscription))
        elif one.after is not None and one.before is not None and subscription.show_changes:
            base[one.name] = _with(base.get(one.name), one.after | _previous(one.before, one.after["type"]))
    return base


def _stands_for_another(one: Difference, change: Change) -> bool:
    """Of an attribute that went with all of its instances, the default one (or the first) speaks for all."""
    if one.name in (change.after or {}):
        return False
    every = instances_of((change.before or {})[one.name])
    first = next((instance for instance in every if "datasetId" not in instance), every[0])
    return one.before is not first


def _with(attribute: Attribute | None, new: Document) -> Attribute:
    """The attribute with one instance set."""
    kept = [one for one in instances_of(attribute) if one.get("datasetId") != new.get("datasetId")]
    return [*kept, new] if kept else new


def _gone(before: Document, change: Change, subscription: Subscription) -> Document:
    times = {key: before[key] for key in ("createdAt", "modifiedAt") if key in before}
    found = deletion(before, change.at) | times
    return found | (_previous(before, before["type"]) if subscription.show_changes else {})


def _previous(before: Document, kind: str) -> Document:
    """The value before, under its own name."""
    if before["type"] != kind:
        return {}
    holder = HOLDER[kind]
    return {"previous" + holder[0].upper() + holder[1:]: before[holder]}
