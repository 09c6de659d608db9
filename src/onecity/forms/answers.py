"""Answers: which questions are asked, and whether the answers are right. Pure functions of a service and answers."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from onecity import rules
from onecity.catalogue.definition import Field, Page, Service
from onecity.common import clock
from onecity.common.errors import Invalid
from onecity.forms.checks import wrong_with
from onecity.forms.posted import parse_posted, tidy

LIMIT = 64_000  # bytes of all answers of one draft, as JSON
LARGEST = 2**53  # of a number: the largest whole one that every reader of JSON keeps exactly
LONGEST_LIST = 100

__all__ = ["LIMIT", "check", "check_page", "check_size", "parse_posted", "refuse_unknown", "tidied", "visible_fields"]


def visible_fields(service: Service, answers: Mapping[str, object]) -> list[str]:
    """The questions that are asked, given the answers so far, page by page."""
    return [code for page in service.pages.values() for code in visible_on(service, page, answers)]


def visible_on(service: Service, page: Page, answers: Mapping[str, object]) -> list[str]:
    """The questions asked on one page."""
    return [code for code in page.fields if _is_shown(service.fields[code], answers)]


def check(service: Service, answers: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with all answers: field -> what to do. Empty when they can be filed."""
    return _check(service, visible_fields(service, answers), answers)


def check_page(service: Service, page: Page, answers: Mapping[str, object]) -> dict[str, str]:
    """What is wrong with the answers of one page."""
    return _check(service, visible_on(service, page, answers), answers)


def first_unfinished(service: Service, answers: Mapping[str, object]) -> Page | None:
    """The first page on which something is missing or wrong; none when all can be filed."""
    return next((page for page in service.pages.values() if check_page(service, page, answers)), None)


def refuse_unknown(service: Service, names: Collection[str]) -> None:
    """A field that the service does not have is refused, not passed over: nobody may set what was not asked."""
    if unknown := sorted(set(names) - set(service.fields)):
        raise Invalid(
            _("This form has no field called %(name)s.") % {"name": unknown[0][:60]},
            next_step=_("Send only the fields that the service describes."),
            code="unknown-field",
        )


def tidied(service: Service, answers: Mapping[str, object]) -> dict[str, object]:
    """Answers as they are kept, from wherever they come: text cleaned, nothing for a text that is empty.

    Refused is what no question asks for: an object, a list where none is asked for, a number that JSON has no name for.
    """
    refuse_unknown(service, answers.keys())
    if strange := [code for code, value in answers.items() if not _is_answer(service.fields[code], value)]:
        message = _("Answer with text, a number, or yes or no.")
        raise Invalid(message, next_step=_("Nothing was stored."), fields=dict.fromkeys(strange, message))
    check_size(answers)
    return {code: tidy(service.fields[code], value) for code, value in answers.items()}


def check_size(answers: Mapping[str, Any]) -> None:
    """All answers of a draft together are limited."""
    if len(json.dumps(answers, ensure_ascii=False).encode("utf-8", "surrogatepass")) > LIMIT:
        raise Invalid(
            _("The answers are too long together."), next_step=_("Shorten the longest ones."), code="answers-too-long"
        )


def _is_answer(field: Field, value: object) -> bool:
    if isinstance(value, list) and field.schema.get("type") == "array":
        return len(value) <= LONGEST_LIST and all(map(_is_plain, value))
    return _is_plain(value)


def _is_plain(value: object) -> bool:
    if isinstance(value, int | float):
        return abs(value) <= LARGEST
    return value is None or isinstance(value, str)


def _check(service: Service, codes: Collection[str], answers: Mapping[str, object]) -> dict[str, str]:
    verdicts = {code: wrong_with(service, service.fields[code], answers.get(code)) for code in codes}
    return {code: verdict for code, verdict in verdicts.items() if verdict}


def _is_shown(field: Field, answers: Mapping[str, object]) -> bool:
    """A rule that cannot be worked out (an answer of the wrong kind) shows the question: none is skipped by mistake."""
    if not field.shown:
        return True
    try:
        return rules.compile(field.shown).holds(rules.facts(registers={}, answers=answers, today=clock.today()))
    except rules.RuleFault:
        return True
