"""What a browser posted, as answers. What cannot be read stays as it was typed, to be corrected: nothing is lost."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

from onecity.catalogue.definition import Field, Page, Service
from onecity.common.typed import clean

DATE_PARTS = ("year", "month", "day")
FIRST_YEAR = 1000  # a year of two digits is not guessed at
GROUPED = re.compile(r"[+-]?(\d{1,15}|\d{1,3}([, ']\d{3}){1,4})(\.\d{1,9})?", re.ASCII)  # 1200, 1,200 or 1 200.50


def parse_posted(service: Service, page: Page, posted: Mapping[str, str]) -> dict[str, object]:
    """The answers of one page. Fields of other pages are passed over; a field that was not posted is empty."""
    return {code: parse_field(service.fields[code], posted) for code in page.fields}


def parse_field(field: Field, posted: Mapping[str, str]) -> object:
    """One answer: as text, a number, true or false, a date ``2026-12-01``, or a line each; None when left empty."""
    if field.widget == "checkbox" or field.schema.get("type") == "boolean":
        return _boolean(field, posted)
    if field.widget == "date":
        return _date(field, posted)
    text = clean(posted.get(field.code, ""), lines=field.widget == "textarea" or _is_list(field))
    return _PARSERS.get(str(field.schema.get("type")), _text)(field, text) if text else None


def tidy(field: Field, value: object) -> object:
    """An answer that came as JSON, as it is kept: text cleaned, None for a text that is empty."""
    if isinstance(value, list):
        return [tidy(field, item) for item in value]
    return (clean(value, lines=field.widget == "textarea") or None) if isinstance(value, str) else value


def _boolean(field: Field, posted: Mapping[str, str]) -> bool | None:
    value = posted.get(field.code, "")
    if field.widget == "checkbox":
        return value in ("true", "on", "1")
    return {"true": True, "false": False}.get(value)


def _date(field: Field, posted: Mapping[str, str]) -> str | None:
    """From three fields, or from one; what is no date is kept as it was typed, year first."""
    if field.code in posted:
        return clean(posted[field.code]) or None
    year, month, day = (_digits(clean(posted.get(f"{field.code}-{part}", ""))) for part in DATE_PARTS)
    if not (year or month or day):
        return None
    return _iso(year, month, day) or f"{year}-{month}-{day}"


def _iso(year: str, month: str, day: str) -> str:
    """The date in ISO 8601; empty when there is none, or its year has not four digits."""
    try:
        found = date(*(int(part) if part.isdecimal() and len(part) <= 4 else 0 for part in (year, month, day)))
    except ValueError:
        return ""
    return found.isoformat() if found.year >= FIRST_YEAR else ""


def date_parts(value: object) -> dict[str, str]:
    """The three fields of a date again, as they were typed."""
    year, _, rest = str(value or "").partition("-")
    month, _, day = rest.partition("-")
    return {"year": year, "month": month.lstrip("0"), "day": day.lstrip("0")}


def _digits(text: str) -> str:
    """Full-width digits, as Chinese keyboards type them, become plain ones."""
    return unicodedata.normalize("NFKC", text)


def _number(field: Field, text: str) -> object:
    """A number, however its thousands are set apart; what is none stays text."""
    plain = _digits(text)
    if not GROUPED.fullmatch(plain):
        return text
    number = float(re.sub("[, ']", "", plain))
    return int(number) if number.is_integer() and field.schema.get("type") == "integer" else number


def _text(field: Field, text: str) -> object:
    """Text. In one that must fit a pattern (a number of an account, a telephone) full-width letters become plain."""
    if "pattern" not in field.schema:
        return text
    plain = _digits(text)
    return re.sub("[ -]", "", plain) if field.widget == "number" else plain


def _list(_field: Field, text: str) -> object:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _is_list(field: Field) -> bool:
    return field.schema.get("type") == "array"


_PARSERS: dict[str, Callable[[Field, str], object]] = {"integer": _number, "number": _number, "array": _list}
