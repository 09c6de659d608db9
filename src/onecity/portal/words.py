"""Answers and records in words."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onecity.catalogue.definition import Field
from onecity.common.text import Text


def answer_in_words(field: Field, value: object) -> str:
    """An answer as people write it: a choice by its words, a date written out, yes or no."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if str(value) in field.choices:
        return str(field.choices[str(value)])
    return plain_value(value)


def plain_value(value: object, values: Mapping[str, Text] | None = None) -> str:
    """A value of a register in words; a date written out."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if values and str(value) in values:
        return str(values[str(value)])
    try:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    except ValueError:
        return str(value)
