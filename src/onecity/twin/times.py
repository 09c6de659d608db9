"""Times as NGSI-LD writes them, in one form: UTC, microseconds, "Z" (ETSI GS CIM 009, 4.6.3; ISO 8601)."""

from datetime import UTC, datetime
from functools import lru_cache

from onecity.twin.errors import BadRequestData


def parse_time(given: str, what: str = "The time") -> datetime:
    """A date and time; UTC where no zone is given. Raises BadRequestData."""
    try:
        found = datetime.fromisoformat(given.replace(",", "."))
    except (ValueError, AttributeError, TypeError) as error:
        raise BadRequestData(
            f"{what} is no date and time", f"{str(given)[:60]!r}: write 2030-01-31T08:00:00Z."
        ) from error
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def format_time(moment: datetime) -> str:
    """The one form in which times are stored and answered, so that their order as text is their order in time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@lru_cache(maxsize=256)
def stamp(moment: datetime) -> str:
    """``format_time``, remembered: everything that one transaction writes has the same time."""
    return format_time(moment)


def canonical(given: str) -> str:
    """A time in the one form; what is no time stays as it is."""
    try:
        return format_time(parse_time(given))
    except BadRequestData:
        return given
