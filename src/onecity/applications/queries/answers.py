"""The answers of a case as they are read: the question, the answer in words, where it came from."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onecity.applications.models import Case
from onecity.applications.words import date_in_words
from onecity.catalogue.definition import Field, Service
from onecity.city import queries as city
from onecity.forms.answers import visible_fields


@dataclass(frozen=True, slots=True)
class Answer:
    """``source`` names the register that filled it in; ``register_says`` is set when the answer differs from it."""

    field: str
    question: str
    words: str
    source: str = ""
    register_says: str = ""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    code: str
    title: str
    answers: list[Answer]


def answer_pages(case: Case, service: Service) -> list[AnswerPage]:
    """Every question that was asked, page by page as the resident saw them."""
    shown = set(visible_fields(service, case.answers))
    return [
        AnswerPage(
            page.code, str(page.title), [_answer(case, service.fields[code]) for code in page.fields if code in shown]
        )
        for page in service.pages.values()
    ]


def in_words(field: Field, value: object) -> str:
    """An answer as people write it."""
    if value is None or value == "":
        return _("Not answered")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.widget == "date":
        return _date(str(value))
    chosen = field.choices.get(str(value))
    return str(chosen) if chosen else _written_out(field, str(value))


def _written_out(field: Field, text: str) -> str:
    """A date as one says it; anything else as it was typed."""
    if field.widget != "date" and field.schema.get("format") != "date":
        return text
    try:
        return date_format(date.fromisoformat(text), "DATE_FORMAT")
    except ValueError:
        return text


def _date(text: str) -> str:
    """A date written out; what was no date stays as it was typed."""
    try:
        return date_in_words(date.fromisoformat(text))
    except ValueError:
        return text


def _answer(case: Case, field: Field) -> Answer:
    words = in_words(field, case.answers.get(field.code))
    source = case.sources.get(field.code)
    if not source:
        return Answer(field.code, str(field.title), words)
    register = city.current().registers.get(source["register"])
    says = "" if source["agrees"] else in_words(field, source["value"])
    return Answer(field.code, str(field.title), words, str(register.title) if register else source["register"], says)
