"""What templates of every face may use: icons, built files, dates, chips, and for whom a form is made."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.common.text import Text
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
def source_words(title: str) -> str:
    """Where an answer came from: from the population register, from the register of driving licences."""
    name = title[:1].lower() + title[1:]
    words = _("From the %(register)s") if "register" in name else _("From the register of %(register)s")
    return words % {"register": name}


@register.filter
def second_name(name: Text) -> str:
    """The city's name in its other script, beside the one of the reader's language."""
    own = str(name)
    return next((other for other in name.values() if other != own), "")


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
