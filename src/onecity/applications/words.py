"""What happened in a case, in sentences of the reader's language."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onecity.applications.models import Event, Task
from onecity.city import queries as city
from onecity.common.text import Text

SENTENCES = {
    "submitted": gettext_lazy("The application was received. A decision is promised by %(promised_on)s."),
    "step-passed": gettext_lazy("%(title)s: done. %(reason)s"),
    "step-refused": gettext_lazy("%(title)s: not passed."),
    "step-to-officer": gettext_lazy("%(title)s: an officer has to look. %(reason)s"),
    "taken": gettext_lazy("%(who)s took the task."),
    "released": gettext_lazy("%(who)s gave the task back."),
    "assigned": gettext_lazy("%(who)s gave the task to %(to)s."),
    "handed-over": gettext_lazy("Handed over to %(agency)s. %(reason)s"),
    "more-asked": gettext_lazy("%(office)s asked for more. Please answer by %(answer_by)s."),
    "more-given": gettext_lazy("The answer was received."),
    "more-reminded": gettext_lazy("A reminder was sent. Please answer by %(answer_by)s."),
    "more-missed": gettext_lazy("No answer came in time. The officer decides with what there is."),
    "deadline-moved": gettext_lazy("The promised date is now %(promised_on)s, because the clock stood."),
    "message": gettext_lazy("%(who)s wrote a message."),
    "granted": gettext_lazy("The application was granted."),
    "refused": gettext_lazy("The application was refused. %(reason)s"),
    "withdrawn": gettext_lazy("The application was withdrawn."),
    "rated": gettext_lazy("The service was rated with %(stars)s of 5 stars."),
    "certificate-issued": gettext_lazy("The certificate was issued."),
    "certificate-revoked": gettext_lazy("The certificate was revoked. %(reason)s"),
}
OUTCOMES = {
    Task.PASSED: gettext_lazy("%(who)s passed this task on %(day)s."),
    Task.REFUSED: gettext_lazy("%(who)s refused this task on %(day)s."),
    Task.CANCELLED: gettext_lazy("This task was cancelled on %(day)s, because the case had ended."),
    Task.HANDED_OVER: gettext_lazy("This task was handed over to another unit on %(day)s."),
}
DATES = ("promised_on", "answer_by")


def sentence(event: Event) -> str:
    """One event in words. A kind that this release does not know is shown as it is called."""
    template = SENTENCES.get(event.kind)
    return (str(template) % _Known(_values(event))).rstrip() if template else event.kind


def who_did_what(task: Task) -> str:
    """Why a task is no longer there to be done."""
    day = date_in_words(task.done_at.date()) if task.done_at else ""
    return str(OUTCOMES[task.state]) % {"who": task.taken_by_name or _("The machine"), "day": day}


def date_in_words(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _values(event: Event) -> dict[str, str]:
    values = {name: _in_words(name, value) for name, value in event.data.items()}
    return {"who": _who(event), "office": agency_name(event.agency), **values}


def _in_words(name: str, value: object) -> str:
    if name in DATES and value:
        return date_in_words(date.fromisoformat(str(value)))
    if name == "agency":
        return agency_name(str(value))
    return str(Text(value)) if isinstance(value, Mapping) else str(value)


def _who(event: Event) -> str:
    """A resident is shown the agency, an officer the colleague: the caller hides ``actor_name`` where it must."""
    return event.actor_name or agency_name(event.agency) or _("The machine")


def agency_name(code: str) -> str:
    agency = city.current().agencies.get(code)
    return str(agency.name) if agency else code
