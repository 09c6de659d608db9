"""What a browser posted, as answers. What cannot be read stays as it was typed, to be corrected: nothing is lost."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from onecity.catalogue.definition import Field, Page, Service

LONGEST = 20_000  # characters of one answer; more is cut, and then refused by the field's own limit
LARGEST = 10**15  # of a number; larger ones stay text, and are refused
DATE_PARTS = ("year", "month", "day")


def parse_posted(service: Service, page: Page, posted: Mapping[str, str]) -> dict[str, object]:
    """The answers of one page. Fields of other pages are passed over; a field that was not posted is empty."""
    return {code: parse_field(service.fields[code], posted) for code in page.fields}


def parse_field(field: Field, posted: Mapping[str, str]) -> object:
    """One answer: as text, a number, true or false, or a date ``2026-12-01``; None when left empty."""
    if field.widget == "checkbox" or field.schema.get("type") == "boolean":
        return _boolean(field, posted)
    if field.widget == "date":
        return _date(field, posted)
    text = clean(posted.get(field.code, ""), lines=field.widget == "textarea")
    if not text:
        return None
    return _number(field, text) if field.schema.get("type") in ("integer", "number") else text


def clean(text: str, *, lines: bool = False) -> str:
    """Text as it is kept: composed (NFC), trimmed, without control characters; line breaks only in a text area."""
    text = unicodedata.normalize("NFC", text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    kept = (letter for letter in text if (letter == "\n" and lines) or not _is_control(letter))
    return "".join(kept).strip()


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs")


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
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except (ValueError, OverflowError):
        return f"{year}-{month}-{day}"


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
    plain = _digits(text).replace(",", "").replace(" ", "").replace("\u00a0", "")
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number) >= LARGEST:
        return text
    if number == number.to_integral_value() and field.schema.get("type") == "integer":
        return int(number)
    return float(number)
