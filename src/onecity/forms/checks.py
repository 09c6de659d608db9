"""Is an answer right? JSON Schema decides; here its verdicts become plain sentences that say what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onecity.catalogue.definition import Field, Service

Validator = jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class _Compiled:
    service: Service
    validators: dict[str, Validator]


_compiled: dict[tuple[str, int], _Compiled] = {}


def wrong_with(service: Service, field: Field, value: object) -> str:
    """What is wrong with one answer, as a sentence; empty when it is right."""
    if _is_missing(field, value):
        return "" if field.optional else missing(field)
    try:
        error = next(_validators(service)[field.code].iter_errors(value), None)
    except UnicodeEncodeError:  # half of a character, which no validator reads
        return _cannot_be()
    return _sentence(field, error) if error else ""


def missing(field: Field) -> str:
    """What to do about a question that was not answered."""
    if field.widget == "checkbox":
        return _("Tick the box to go on: %(title)s") % {"title": field.title}
    if field.choices:
        return _("Choose an answer: %(title)s") % {"title": field.title}
    return _("Answer this question: %(title)s") % {"title": field.title}


def _is_missing(field: Field, value: object) -> bool:
    return value is None or value == "" or (value is False and field.schema.get("const") is True)


def _validators(service: Service) -> dict[str, Validator]:
    """Compiled once for each version of a service."""
    key = (service.code, service.version)
    held = _compiled.get(key)
    if held is None or held.service is not service:
        validators = {code: Validator(dict(f.schema), validate_formats=True) for code, f in service.fields.items()}
        held = _compiled[key] = _Compiled(service, validators)
    return held.validators


def _sentence(field: Field, error: jsonschema_rs.ValidationError) -> str:
    if field.choices:
        return _("Choose one of the answers.")
    if field.widget == "phone":
        return _("Enter a telephone number, such as 138 0000 0000.")
    say = _SENTENCES.get(error.kind.name)
    return say(error.kind.as_dict()) if say else _cannot_be()


def _cannot_be() -> str:
    return _("This cannot be right. Look at the hint and enter it again.")


def _of_type(kind: Mapping[str, object]) -> str:
    types = str(kind.get("types", ""))
    if "array" in types:
        return _("Enter each on a line of its own.")
    if "integer" in types:
        return _("Enter a whole number, such as 12.")
    return _("Enter a number, such as 12.5.") if "number" in types else _("Enter this as text.")


def _of_format(kind: Mapping[str, object]) -> str:
    sentences = {
        "date": _("Enter a date that exists, such as 27 3 1985."),
        "email": _("Enter an e-mail address, such as name@example.org."),
        "time": _("Enter a time, such as 14:30:00Z."),
        "uri": _("Enter a whole web address, such as https://example.org/."),
    }
    return sentences.get(str(kind.get("format")), _("This is not in the form that is asked for."))


def _at_least(kind: Mapping[str, Any]) -> str:
    template = ngettext("Enter at least %(limit)d character.", "Enter at least %(limit)d characters.", kind["limit"])
    return template % kind


def _at_most(kind: Mapping[str, Any]) -> str:
    template = ngettext("Enter at most %(limit)d character.", "Enter at most %(limit)d characters.", kind["limit"])
    return template % kind


_SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "type": _of_type,
    "format": _of_format,
    "minLength": _at_least,
    "maxLength": _at_most,
    "multipleOf": lambda kind: _("Enter a multiple of %(multiple_of)s.") % kind,
    "pattern": lambda _kind: _("This does not look right. Look at the hint and enter it again."),
    "minimum": lambda kind: _("Enter %(limit)s or more.") % kind,
    "maximum": lambda kind: _("Enter %(limit)s or less.") % kind,
    "exclusiveMinimum": lambda kind: _("Enter more than %(limit)s.") % kind,
    "exclusiveMaximum": lambda kind: _("Enter less than %(limit)s.") % kind,
    "const": lambda _kind: _("Tick the box to go on."),
}
