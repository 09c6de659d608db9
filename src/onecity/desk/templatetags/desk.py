"""How the desk words and marks what it shows."""

from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onecity.applications.models import Case, Task
from onecity.applications.queries import changed_since_seen
from onecity.applications.words import agency_name
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.city import queries as city
from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.registers.models import Correction

register = template.Library()
STATES = {
    Case.OPEN: gettext_lazy("in work"),
    Case.WAITING: gettext_lazy("waiting for the resident"),
    Case.GRANTED: gettext_lazy("granted"),
    Case.REFUSED: gettext_lazy("refused"),
    Case.WITHDRAWN: gettext_lazy("withdrawn"),
}
SOON = 1  # days before a date turns amber


@register.filter
def state_words(case: Case) -> str:
    return str(STATES[case.state])


@register.filter
def is_new(task: Task) -> bool:
    """Whether something happened in the case since this officer last looked."""
    return changed_since_seen(task)


@register.filter
def service_title(code: str) -> str:
    try:
        return str(catalogue.get_service(code).title)
    except NotFound:
        return code


@register.filter
def step_title(task: Task) -> str:
    """The step in words; of a service that has changed since, the step's code."""
    try:
        steps = catalogue.get_service(task.service).steps
    except NotFound:
        return task.step
    return str(steps[task.step].title) if task.step in steps else task.step


@register.filter
def agency_title(code: str) -> str:
    return agency_name(code)


@register.filter
def certificate_title(service: Service) -> str:
    return str(city.current().certificates[service.gives.certificate].title) if service.gives else ""


@register.filter
def register_title(correction: Correction) -> str:
    return str(city.current().registers[correction.register].title)


@register.filter
def attribute_title(correction: Correction) -> str:
    return str(city.current().registers[correction.register].attributes[correction.attribute].title)


@register.simple_tag
def due_chip(task: Task) -> SafeString:
    """The time that is left, as a chip: calm, then amber, then red; grey while the clock stands."""
    return format_html('<span class="desk-chip desk-chip--{}">{}</span>', *_urgency(task))


def _urgency(task: Task) -> tuple[str, Any]:
    if task.done_at:
        return "done", _("done")
    if task.asked_on:
        return "stands", _("clock stands")
    left = (task.due_on - clock.today()).days
    day = date_format(task.due_on, "MONTH_DAY_FORMAT")
    if left < 0:
        return "late", _("overdue since %(day)s") % {"day": day}
    if left == 0:
        return "late", _("due today")
    return ("soon" if left <= SOON else "calm"), _("due %(day)s") % {"day": day}
