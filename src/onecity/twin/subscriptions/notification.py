"""What is sent to a subscriber: the notification and its headers (ETSI GS CIM 009, 5.3.1, 6.3.9, 7.2)."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from onecity.twin import context as contexts
from onecity.twin.linked import shown
from onecity.twin.model import Document
from onecity.twin.query.geo import LOCATION
from onecity.twin.represent import as_feature
from onecity.twin.store import Store
from onecity.twin.subscriptions.model import Subscription
from onecity.twin.times import format_time

_JSON, _LD_JSON, _GEO_JSON = "application/json", "application/ld+json", "application/geo+json"


class Message(msgspec.Struct):
    """One notification, ready to go."""

    headers: dict[str, str]
    body: Document


async def compose(
    subscription: Subscription, documents: list[Document], at: datetime, *, store: Store, base: str
) -> Message:
    """The notification of some entities; ``base`` is our own address, for @contexts that we host."""
    entities = await shown(
        store, subscription.tenant, documents, subscription.join, subscription.options, subscription.context
    )
    accept = subscription.endpoint.accept
    url = await contexts.library().url_of(subscription.context)
    url = base + url if url.startswith("/") else url
    headers = {"Content-Type": accept, **dict(subscription.endpoint.headers)}
    if subscription.tenant:
        headers["NGSILD-Tenant"] = subscription.tenant
    if accept == _LD_JSON:
        entities = [one | {"@context": url} for one in entities]
    else:
        headers["Link"] = contexts.link_header(url)
    data: Any = _features(documents, entities) if accept == _GEO_JSON else entities
    return Message(headers, _notification(subscription, data, at))


def _notification(subscription: Subscription, data: Any, at: datetime) -> Document:
    return {
        "id": f"urn:ngsi-ld:Notification:{uuid4()}",
        "type": "Notification",
        "subscriptionId": subscription.id,
        "notifiedAt": format_time(at),
        "data": data,
    }


def _features(documents: list[Document], entities: list[Document]) -> Document:
    pairs = zip(documents, entities, strict=False)
    return {"type": "FeatureCollection", "features": [as_feature(whole, one, LOCATION) for whole, one in pairs]}
