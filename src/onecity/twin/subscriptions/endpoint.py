"""Where notifications go: an address by HTTP or MQTT, and what is to be said with them (5.2.15, 7.2)."""

from typing import Any, Final

import msgspec

from onecity.common.outbound import TargetRefused, parse_target
from onecity.twin.errors import BadRequestData
from onecity.twin.subscriptions import checks

ACCEPTED: Final = ("application/json", "application/ld+json", "application/geo+json")
SCHEMES: Final = ("http", "https", "mqtt", "mqtts")
_FORBIDDEN: Final = frozenset({"host", "content-length", "transfer-encoding", "connection", "content-type"})


class Endpoint(msgspec.Struct, frozen=True):
    """One receiver; ``headers`` are sent along, ``settings`` tell how (MQTT version and quality of service)."""

    uri: str
    accept: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    seconds: float = 10.0

    @property
    def is_mqtt(self) -> bool:
        """Whether it is reached by MQTT."""
        return self.uri.startswith("mqtt")

    def setting(self, name: str, default: str) -> str:
        """One setting of the notifier."""
        return dict(self.settings).get(name, default)


def parse_endpoint(given: Any) -> Endpoint:
    """An endpoint; raises BadRequestData. Whether its address may be called is looked at again with each call."""
    found = checks.members(given, "notification.endpoint")
    uri = checks.uri(found.get("uri"), "endpoint.uri")
    try:
        parse_target(uri, SCHEMES)
    except TargetRefused as error:
        raise BadRequestData("endpoint.uri cannot be called", str(error)) from error
    accept = found.get("accept", ACCEPTED[0])
    if accept not in ACCEPTED:
        raise checks.wrong("endpoint.accept", f"one of {', '.join(ACCEPTED)}")
    timeout = checks.positive(found["timeout"], "endpoint.timeout") / 1000 if "timeout" in found else 10.0
    return Endpoint(uri, accept, _headers(found), _pairs(found, "notifierInfo"), min(timeout, 30.0))


def _pairs(found: dict[str, Any], name: str) -> tuple[tuple[str, str], ...]:
    return tuple((one["key"], one["value"]) for one in checks.pairs(found.get(name, []), f"endpoint.{name}"))


def _headers(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    headers = _pairs(found, "receiverInfo")
    if any(name.lower() in _FORBIDDEN or not name.isascii() or " " in name for name, _ in headers):
        raise checks.wrong("endpoint.receiverInfo", "headers that are the receiver's, not those of the connection")
    return headers
