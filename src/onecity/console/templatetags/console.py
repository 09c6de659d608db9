"""How the console shows guesses, shares and doors."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onecity.contact import releases
from onecity.contact.definition import Topic
from onecity.contact.mail import OUR_FAULT
from onecity.contact.models import ContactRequest
from onecity.contact.words import STATES

register = template.Library()
CHANNELS = {
    "web": _("web page"), "phone": _("telephone"), "operator": _("operator"), "email": _("e-mail"),
    "open311": "Open311",
}  # fmt: skip
PARKED = {
    "bounce": _("A letter of ours came back."),
    "automatic": _("A machine wrote it."),
    "ourselves": _("It came from an address of ours."),
    OUR_FAULT: _("Our program failed to read it."),
}


@dataclass(frozen=True, slots=True)
class Shown:
    topic: Topic
    percent: int


@register.filter
def guesses(report: ContactRequest) -> list[Shown]:
    """The guesses whose topics the city still has."""
    topics = releases.current().topics
    return [Shown(topics[code], round(chance * 100)) for code, chance in report.guesses if code in topics]


@register.filter
def why_parked(code: str) -> str:
    """Why a letter was not taken in: a code of ours in words, or the sentence that its sender was told."""
    return str(PARKED[code]) if code in PARKED else gettext("Refused: %(words)s") % {"words": code}


@register.filter
def channel(code: str) -> str:
    return str(CHANNELS.get(code, code))


@register.filter
def state_words(report: ContactRequest) -> str:
    return str(STATES[report.state])


@register.filter
def percent_or_none(share: float | None) -> str:
    return "–" if share is None else f"{share:.0%}"
