"""Cases and ratings as residents read them."""

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onecity.applications.models import Case
from onecity.applications.queries import Coming, Happening
from onecity.common.actor import SYSTEM
from onecity.portal import icons
from onecity.portal.templatetags.portal import day, moment

register = template.Library()


@register.filter
def state_kind(case: Case) -> str:
    """The colour that a state has: only where it means something."""
    return {Case.WAITING: "amber", Case.GRANTED: "good", Case.REFUSED: "bad", Case.OPEN: "accent"}.get(case.state, "")


@register.filter
def state_words(case: Case) -> str:
    """The state of a case in the resident's words."""
    return {
        Case.OPEN: _("In work"),
        Case.WAITING: _("Waiting for you"),
        Case.GRANTED: _("Granted"),
        Case.REFUSED: _("Refused"),
        Case.WITHDRAWN: _("Withdrawn"),
    }[case.state]


@register.filter
def stars_words(count: int) -> str:
    return {5: _("Very good"), 4: _("Good"), 3: _("Fair"), 2: _("Poor"), 1: _("Very poor")}[count]


@register.filter
def stars(count: float | None) -> SafeString:
    """A number of stars, with the number in words for those who do not see them."""
    full = round(count or 0)
    drawn = "".join(icons.draw("star", "full" if place < full else "none") for place in range(5))
    said = _("%(count)s of 5 stars") % {"count": f"{count or 0:.2g}"}
    return format_html('<span class="rating" role="img" aria-label="{}">{}</span>', said, SafeString(drawn))


@register.filter
def happening_icon(kind: str) -> str:
    """The sign of what happened in a case."""
    signs = {
        "submitted": "send", "more-asked": "message-circle-question-mark", "more-given": "reply", "message": "mail",
        "refused": "x", "step-refused": "x", "withdrawn": "undo-2", "granted": "check-check", "rated": "star",
        "certificate-issued": "badge-check", "certificate-revoked": "x", "handed-over": "arrow-right-left",
        "deadline-moved": "calendar-clock", "more-reminded": "bell", "more-missed": "clock-alert",
    }  # fmt: skip
    return signs.get(kind, "check")


@register.filter
def happening_kind(kind: str) -> str:
    """Its colour, where it means something."""
    if kind in ("refused", "step-refused", "withdrawn", "certificate-revoked"):
        return "bad"
    return "good" if kind in ("granted", "certificate-issued") else ""


@register.filter
def happening_meta(line: Happening) -> str:
    """When, and by whom if it was an office."""
    when = moment(line.at)
    named = line.who and line.who != SYSTEM.name
    return _("%(when)s, %(who)s") % {"when": when, "who": line.who} if named else when


@register.filter
def coming_meta(step: Coming) -> str:
    """Who has it, and until when."""
    if step.state == "automatic":
        return _("by itself, in a moment")
    if step.state == "waiting":
        return _("%(office)s waits for your answer") % {"office": step.office}
    if step.due_on:
        return _("with %(office)s, until %(day)s") % {"office": step.office, "day": day(step.due_on)}
    return step.office


@register.filter
def values_joined(errors: Mapping[str, str]) -> str:
    return " ".join(errors.values())
