"""``attribute[CODE]=value``: what a program answers to the questions of a topic, read by the question's type."""

import re
from collections.abc import Callable
from math import isfinite

from django.http import QueryDict
from django.utils.translation import gettext as _

from onecity.api.open311.moments import read_moment, write_moment
from onecity.common.errors import Invalid
from onecity.common.typed import clean
from onecity.contact.definition import Question, Topic

NAME = re.compile(r"attribute\[([^\[\]]{1,60})\](?:\[\d{0,3}\])?")
LONGEST = {"text": 300, "paragraph": 4000}  # characters
Answer = str | float | list[str]


def read_attributes(sent: QueryDict, topic: Topic) -> dict[str, object]:
    """Answers by the code of their question. Refuses with everything that is missing, unknown or not of its type."""
    given = _given(sent)
    wrong = {_named(code): _("There is no such attribute.") for code in given if code not in topic.ask}
    answers: dict[str, object] = {}
    for code, question in topic.ask.items():
        try:
            answer = _answer(question, given.get(code, []))
        except ValueError as fault:
            wrong[_named(code)] = str(fault)
        else:
            answers |= {} if answer is None else {code: answer}
    if wrong:
        raise Invalid(_("Some attributes cannot be used."), fields=wrong)
    return answers


def _given(sent: QueryDict) -> dict[str, list[str]]:
    """The values of each attribute that is not empty; an empty parameter is none."""
    given: dict[str, list[str]] = {}
    for name, values in sent.lists():
        if found := NAME.fullmatch(name):
            given.setdefault(found[1], []).extend(value.strip() for value in values if value.strip())
    return {code: values for code, values in given.items() if values}


def _named(code: str) -> str:
    return f"attribute[{code}]"


def _answer(question: Question, values: list[str]) -> Answer | None:
    if not values:
        if question.required:
            raise ValueError(_("This attribute is required."))
        return None
    if question.type == "many":
        return [_option(question, value) for value in dict.fromkeys(values)]
    if len(values) > 1:
        raise ValueError(_("Send one value."))
    return _READERS[question.type](question, values[0])


def _text(question: Question, value: str) -> str:
    longest = LONGEST[question.type]
    if len(value) > longest:
        raise ValueError(
            _("At most %(limit)d characters; there are %(count)d.") % {"limit": longest, "count": len(value)}
        )
    return clean(value, lines=question.type == "paragraph")


def _number(question: Question, value: str) -> float:
    words = _("Write a number, such as 12 or 3.5.")
    try:
        number = float(value)
    except ValueError:
        raise ValueError(words) from None
    if not isfinite(number):
        raise ValueError(words)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _moment(question: Question, value: str) -> str:
    moment = read_moment(value)
    if moment is None:
        raise ValueError(_("Write a moment with its zone, such as 2026-06-15T09:30:00Z."))
    return write_moment(moment) or ""


def _option(question: Question, value: str) -> str:
    if value not in question.options:
        raise ValueError(_("Choose one of: %(keys)s.") % {"keys": ", ".join(question.options)})
    return value


_READERS: dict[str, Callable[[Question, str], Answer]] = {
    "text": _text,
    "paragraph": _text,
    "number": _number,
    "datetime": _moment,
    "one": _option,
}
