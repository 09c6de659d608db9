"""A question as a page shows it: what was answered so far, where that came from, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onecity.catalogue.definition import Field, Page, Service
from onecity.city import queries as city
from onecity.forms.answers import visible_on
from onecity.forms.models import Draft
from onecity.forms.posted import DATE_PARTS, date_parts
from onecity.portal.words import answer_in_words

AUTOCOMPLETE = {"email": "email", "phone": "tel"}
LONG = 300  # characters from which on the rest is counted while typing


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    words: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three fields of a date."""

    name: str
    words: str
    value: str
    width: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A question on a page. ``known`` is an answer that a register filled in and nobody has changed."""

    field: Field
    value: object
    error: str = ""
    register: str = ""  # the register that filled it in
    attribute: str = ""
    register_title: str = ""
    known: bool = False

    @property
    def code(self) -> str:
        return self.field.code

    @property
    def widget(self) -> str:
        """How it is asked. Yes-or-no questions are asked as such, whatever their file says."""
        if self.field.schema.get("type") == "boolean" and self.field.widget != "checkbox":
            return "radios"
        return self.field.widget

    @property
    def text(self) -> str:
        return "" if self.value is None else str(self.value)

    @property
    def words(self) -> str:
        return answer_in_words(self.field, self.value)

    @property
    def choices(self) -> list[Choice]:
        return [Choice(value, words, self._is_chosen(value)) for value, words in self._options()]

    @property
    def parts(self) -> list[Part]:
        """A date as three fields, in the order in which a reader writes it."""
        typed = date_parts(self.value)
        names = {"year": _("Year"), "month": _("Month"), "day": _("Day")}
        order = DATE_PARTS if _("date order") == "year first" else DATE_PARTS[::-1]
        return [Part(f"{self.code}-{part}", names[part], typed[part], 4 if part == "year" else 2) for part in order]

    @property
    def longest(self) -> int:
        """The most characters it takes; 0 when there is no limit."""
        limit = self.field.schema.get("maxLength", 0)
        return limit if isinstance(limit, int) else 0

    @property
    def counts(self) -> bool:
        return self.widget == "textarea" and self.longest > 0

    @property
    def kind(self) -> str:
        """The type of the input. A number is text with a keyboard of digits: nobody counts up a bank account."""
        return {"email": "email", "phone": "tel"}.get(self.widget, "text")

    @property
    def keyboard(self) -> str:
        if self.widget != "number":
            return ""
        return "decimal" if self.field.schema.get("type") == "number" else "numeric"

    @property
    def autocomplete(self) -> str:
        return AUTOCOMPLETE.get(self.widget, "off")

    @property
    def described_by(self) -> str:
        parts = [f"{self.code}-hint" if self.field.hint else "", f"{self.code}-error" if self.error else ""]
        return " ".join(part for part in parts if part)

    def _options(self) -> list[tuple[str, str]]:
        if self.field.choices:
            return [(value, str(words)) for value, words in self.field.choices.items()]
        return [("true", _("Yes")), ("false", _("No"))]

    def _is_chosen(self, value: str) -> bool:
        plain = str(self.value).lower() if isinstance(self.value, bool) else self.text
        return plain == value


def shown_on(service: Service, page: Page, draft: Draft, errors: Mapping[str, str]) -> list[Shown]:
    """The questions of one page, given the answers so far."""
    return [shown(service.fields[code], draft, errors) for code in visible_on(service, page, draft.answers)]


def shown(field: Field, draft: Draft, errors: Mapping[str, str] | None = None) -> Shown:
    """One question with its answer in a draft."""
    value, source = draft.answers.get(field.code), draft.sources.get(field.code)
    error = (errors or {}).get(field.code, "")
    if not source:
        return Shown(field, value, error)
    return Shown(field, value, error, source["register"], source["attribute"], _title(source), value == source["value"])


def _title(source: Mapping[str, Any]) -> str:
    register = city.current().registers.get(source["register"])
    return str(register.title) if register else str(source["register"])
