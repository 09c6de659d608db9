"""Checks of single members of a subscription; each refusal names the member and says what it should be."""

import re
from datetime import UTC, datetime
from typing import Any

from onecity.twin.errors import BadRequestData

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def wrong(member: str, should: str) -> BadRequestData:
    """The refusal of one member."""
    return BadRequestData(f"{member} is not valid", f"{member} must be {should}.")


def text(given: Any, member: str) -> str:
    """A text that is not empty."""
    if not isinstance(given, str) or not given.strip():
        raise wrong(member, "text")
    return given


def uri(given: Any, member: str) -> str:
    """A URI (RFC 3986), as far as its characters tell."""
    if not isinstance(given, str) or not _URI.fullmatch(given):
        raise wrong(member, "a URI")
    return given


def flag(given: Any, member: str) -> bool:
    """A Boolean."""
    if not isinstance(given, bool):
        raise wrong(member, "true or false")
    return given


def positive(given: Any, member: str) -> float:
    """A number above 0."""
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 < given < 10**9:
        raise wrong(member, "a number greater than 0")
    return given


def names(given: Any, member: str) -> list[str]:
    """A list of texts that is not empty."""
    if not isinstance(given, list) or not given or not all(isinstance(name, str) and name for name in given):
        raise wrong(member, "a list of names, not an empty one")
    return given


def members(given: Any, member: str) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(given, dict):
        raise wrong(member, "an object")
    return given


def moment(given: Any, member: str) -> datetime:
    """A date and time (ISO 8601); UTC where no zone is given."""
    try:
        found = datetime.fromisoformat(text(given, member))
    except ValueError as error:
        raise wrong(member, "a date and time such as 2030-01-01T00:00:00Z") from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def pairs(given: Any, member: str) -> list[dict[str, str]]:
    """A list of key and value."""
    if not isinstance(given, list):
        raise wrong(member, "a list of objects with key and value")
    for pair in given:
        if not isinstance(pair, dict) or not all(isinstance(pair.get(part), str) for part in ("key", "value")):
            raise wrong(member, "a list of objects with key and value")
        if any(sign in pair["key"] + pair["value"] for sign in "\r\n\0"):
            raise wrong(member, "without line breaks")
    return given
