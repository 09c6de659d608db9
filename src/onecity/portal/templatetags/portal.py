"""What templates of every face may use: icons, built files, dates, chips, and for whom a form is made."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.utils.formats import date_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onecity.applications.models import Case
from onecity.applications.queries import Coming, Happening
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.common.text import Text
from onecity.identity.demo import DEMO_PASSWORD, DEMO_SIGN_INS
from onecity.portal import icons
from onecity.portal.acting import FIELD
from onecity.portal.context import city_or_none
from onecity.portal.money import written

register = template.Library()


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    return icons.draw(name, css)


@register.simple_tag
def built(name: str) -> str:
    return icons.address_of(name)


@register.simple_tag(takes_context=True)
def for_whom(context: template.Context) -> SafeString:
    """The person a form is made for: checked when the form comes back."""
    now = context.get("whom")
    now = now() if callable(now) else now
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, now.resident_id) if now else SafeString("")


@register.filter
def day(value: Any) -> str:
    """A date written out with its weekday: Thursday 3 December 2026, 2026年12月3日."""
    found = as_date(value)
    if found is None:
        return ""
    return date_format(found, "DATE_FORMAT")


@register.filter
def moment(value: datetime) -> str:
    """A day and the time, in the city's zone."""
    return date_format(localtime(value, clock.city_zone()), "DATETIME_FORMAT")


@register.filter
def distance(value: Any) -> str:
    """How far off a date is: today, tomorrow, in 5 days; nothing for one that is past or weeks away."""
    found = as_date(value)
    days = (found - clock.today()).days if found else -1
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return _("in %(days)d days") % {"days": days} if 1 < days <= 14 else ""


@register.filter
def service_title(code: str) -> str:
    """The title of a service in force; its code when it is no longer offered."""
    try:
        return str(catalogue.get_service(code).title)
    except NotFound:
        return code


@register.filter
def agency_name(code: str) -> str:
    agency = city.current().agencies.get(code)
    return str(agency.name) if agency else code


@register.filter
def item(titled: Mapping[str, Any], code: str) -> str:
    """The title of an entry of the city's lists; its code when it is gone."""
    found = titled.get(code)
    return str(found.title) if found else code


@register.filter
def money(amount: Decimal) -> str:
    return written(amount, city.current().currency, get_language() or "en")


@register.filter
def for_whom_words(service: Service) -> str:
    """For whom a service may be had, in one line."""
    words = {"self": _("yourself"), "child": _("your child"), "parent": _("your parent")}
    return _enumerated([words[kind] for kind in service.whom if kind in words])


@register.filter
def channel_words(service: Service) -> str:
    words = {"online": _("online"), "counter": _("at the counter"), "phone": _("by telephone"), "post": _("by post")}
    return _enumerated([words[channel] for channel in service.channels if channel in words])


def _enumerated(words: list[str]) -> str:
    joined = _(", ").join(words)
    return joined[:1].upper() + joined[1:]


@register.filter
def second_name(name: Text) -> str:
    """The city's name in its other script, beside the one of the reader's language."""
    own = str(name)
    return next((other for other in name.values() if other != own), "")


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
def stars(count: float | None) -> SafeString:
    """A number of stars, with the number in words for those who do not see them."""
    full = round(count or 0)
    drawn = "".join(icons.draw("star", "full" if place < full else "none") for place in range(5))
    said = _("%(count)s of 5 stars") % {"count": f"{count or 0:.2g}"}
    return format_html(
        '<span class="rating" role="img" aria-label="{}">{}</span>', said, SafeString(drawn)
    )


@register.filter
def stars_words(count: int) -> str:
    return {5: _("Very good"), 4: _("Good"), 3: _("Fair"), 2: _("Poor"), 1: _("Very poor")}[count]


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
def happening_meta(line: Happening) -> str:
    """When, and by whom if it was an office."""
    when = moment(line.at)
    return _("%(when)s, %(who)s") % {"when": when, "who": line.who} if line.who else when


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


@register.filter
def short_language(code: str) -> str:
    """A language in two letters, or two signs, for the head of a telephone's page."""
    return {"zh-hans": "中文"}.get(code, code[:2].upper())


@register.filter
def language_name(code: str) -> str:
    return dict(settings.LANGUAGES).get(code, code)


def as_date(value: Any) -> date | None:
    """A date from a date, a moment (in the city's zone) or ISO text."""
    if isinstance(value, datetime):
        return localtime(value, clock.city_zone()).date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@register.simple_tag
def city_telephone() -> str:
    """The city's number, for pages that come without any context; empty when it cannot be known."""
    here = city_or_none()
    return here.telephone if here else ""


@register.simple_tag
def demo_sign_ins() -> list[dict[str, str]]:
    """Whom one can be; nobody outside a demonstration."""
    if not settings.DEMONSTRATION:
        return []
    words = {
        "resident": (_("Resident"), "user-round"), "officer": (_("Officer"), "briefcase-business"),
        "head": (_("Head of a unit"), "users-round"), "designer": (_("Service designer"), "pencil-ruler"),
        "administrator": (_("Administrator"), "settings"), "auditor": (_("Auditor"), "scroll-text"),
    }  # fmt: skip
    return [
        {"email": person.email, "password": DEMO_PASSWORD, "role": words[person.role][0], "icon": words[person.role][1]}
        for person in DEMO_SIGN_INS
    ]


@register.filter
def widget_kind(field: BoundField) -> str:
    """How a field of allauth's forms is drawn."""
    kind = getattr(field.field.widget, "input_type", "text")
    return kind if kind in ("password", "email", "checkbox", "radio", "date", "tel") else "text"


@register.filter
def plain_label(field: BoundField) -> str:
    """Our words for the fields of allauth's forms."""
    words = {
        "login": _("E-mail"), "email": _("E-mail"), "password": _("Password"), "password1": _("Password"),
        "password2": _("Password, once more"), "oldpassword": _("Password now"), "code": _("Code"),
        "name": _("A name for it"),
    }  # fmt: skip
    own = field.name in words and (field.name != "name" or ("credential" not in field.form.fields and len(field.form.fields) == 1))
    return words[field.name] if own else str(field.label)


@register.filter
def plain_hint(field: BoundField) -> str:
    """What a good password is, in one line; nothing where there is nothing to say."""
    if field.name == "password1":
        return _("At least 8 characters. Three or four words in a row are easy to remember and hard to guess.")
    return "" if field.name in ("login", "password", "password2", "code") else strip_tags(str(field.help_text))


@register.filter
def first_id(form: BaseForm) -> str:
    """Where the link of an error leads that concerns the whole form."""
    return str(form.visible_fields()[0].id_for_label) if form.visible_fields() else "main"


@register.filter
def way_in_words(way: Mapping[str, str]) -> str:
    """Another way to prove oneself."""
    words = {
        "reauthenticate": _("with your password"), "mfa_reauthenticate": _("with a code from your app"),
        "mfa_reauthenticate:webauthn": _("with your passkey"),
    }  # fmt: skip
    return words.get(way["id"], str(way["description"]))
