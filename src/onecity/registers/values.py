"""Values of a register's attributes, as its agency would store them."""

from datetime import date

from django.utils.translation import gettext as _

from onecity.city.definition import Attribute
from onecity.common.errors import Invalid

LONGEST = 300  # characters
YES, NO = ("yes", "true", "是"), ("no", "false", "否")


def parse_value(attribute: Attribute, text: str) -> object:
    """The value that a text stands for, of the attribute's type. Refused in words when it is none."""
    text = text.strip()
    try:
        return _PARSERS[attribute.type](attribute, text)
    except ValueError:
        message = _HINTS[attribute.type]()
        raise Invalid(message, next_step=_("Nothing was stored yet."), fields={"should_be": message}) from None


def _string(attribute: Attribute, text: str) -> str:
    if not text or len(text) > LONGEST or not text.isprintable():
        raise ValueError
    if attribute.values and text not in attribute.values:
        raise ValueError
    return text


def _integer(_attribute: Attribute, text: str) -> int:
    if len(text) > 15:
        raise ValueError
    return int(text)


def _boolean(_attribute: Attribute, text: str) -> bool:
    if text.lower() not in (*YES, *NO):
        raise ValueError
    return text.lower() in YES


def _date(_attribute: Attribute, text: str) -> str:
    return date.fromisoformat(text).isoformat()


_PARSERS = {"string": _string, "integer": _integer, "boolean": _boolean, "date": _date}
_HINTS = {
    "string": lambda: _("Enter what it should be, in at most 300 characters."),
    "integer": lambda: _("Enter a whole number."),
    "boolean": lambda: _("Answer yes or no."),
    "date": lambda: _("Enter a date such as 1985-03-27."),
}
