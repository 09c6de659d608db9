"""What happened to a request and how it stands, in sentences of the reader's language."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onecity.city import queries as city
from onecity.common import clock
from onecity.common.text import Text
from onecity.contact import releases
from onecity.contact.models import ContactEvent, ContactRequest, WorkOrder

SENTENCES = {
    "received": gettext_lazy("The report was received."),
    "sorted": gettext_lazy("It was sent to %(agency)s."),
    "refused": gettext_lazy("The city cannot act on it. %(reason)s"),
    "taken": gettext_lazy("%(who)s took the work order."),
    "contacted": gettext_lazy("%(office)s has spoken to you."),
    "answered": gettext_lazy("%(office)s answered: %(outcome)s"),
    "answered-at-once": gettext_lazy("It was answered at once: %(title)s"),
    "helper-done": gettext_lazy("%(office)s has done its part: %(outcome)s"),
    "helper-added": gettext_lazy("%(agency)s helps. %(reason)s"),
    "handed-back": gettext_lazy("%(agency)s handed it back. %(reason)s"),
    "extension-asked": gettext_lazy("%(who)s asked for %(days)s more working days. %(reason)s"),
    "extension-granted": gettext_lazy("It takes longer: there is an answer by %(due_at)s."),
    "extension-refused": gettext_lazy("More time was refused."),
    "solved": gettext_lazy("You said that it is solved."),
    "reopened": gettext_lazy("You said that it is not solved: %(reason)s"),
    "closed": gettext_lazy("Nothing more was said about the answer: the report is closed."),
    "merged": gettext_lazy("It is the same as %(number)s, where it goes on."),
    "handed-over": gettext_lazy("%(office)s passed it to another of its units. %(reason)s"),
    "unlinked": gettext_lazy("It no longer belongs to %(number)s."),
    "linked": gettext_lazy("It belongs to %(number)s."),
    "joined": gettext_lazy("%(number)s is the same and goes on here."),
    "part-added": gettext_lazy("%(number)s is part of it."),
    "added": gettext_lazy("You added: %(text)s"),
    "written-down": gettext_lazy("%(who)s listened to the voicemail and wrote down what it says."),
    "warned": gettext_lazy("The answer is due soon."),
    "overdue": gettext_lazy("The answer is overdue; whoever leads the office was told."),
}
STATES = {
    ContactRequest.RECEIVED: gettext_lazy("Received"),
    ContactRequest.WORKING: gettext_lazy("In work"),
    ContactRequest.ANSWERED: gettext_lazy("Answered"),
    ContactRequest.SOLVED: gettext_lazy("Solved"),
    ContactRequest.CLOSED: gettext_lazy("Closed"),
    ContactRequest.MERGED: gettext_lazy("Joined with another"),
}
ORDER_STATES = {
    WorkOrder.OPEN: gettext_lazy("New"),
    WorkOrder.TAKEN: gettext_lazy("Taken"),
    WorkOrder.DONE: gettext_lazy("Done"),
    WorkOrder.HANDED_BACK: gettext_lazy("Handed back"),
    WorkOrder.CANCELLED: gettext_lazy("Cancelled"),
}


def sentence(event: ContactEvent) -> str:
    """One event in words. A kind that this release does not know is shown as it is called."""
    template = SENTENCES.get(event.kind)
    return (str(template) % _Known(_values(event))).rstrip() if template else event.kind


def topic_title(code: str) -> str:
    """What a matter is about; that a person has to look, when nobody knows yet."""
    topic = releases.current().topics.get(code)
    return str(topic.title) if topic else _("Being looked at")


def agency_name(code: str) -> str:
    agency = city.current().agencies.get(code)
    return str(agency.name) if agency else code


def district_name(code: str) -> str:
    """Empty for a district that the city does not have, or none."""
    return str(city.current().districts.get(code, ""))


def group_name(code: str) -> str:
    return str(releases.current().groups.get(code, code))


def moment_in_words(moment: datetime) -> str:
    return date_format(moment.astimezone(clock.city_zone()), "DATETIME_FORMAT")


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _values(event: ContactEvent) -> dict[str, str]:
    values = {name: _in_words(name, value) for name, value in event.data.items()}
    who = event.actor_name or agency_name(event.agency) or _("The machine")
    return {"who": who, "office": agency_name(event.agency), **values}


def _in_words(name: str, value: object) -> str:
    if name == "due_at" and value:
        return moment_in_words(datetime.fromisoformat(str(value)))
    if name == "agency":
        return agency_name(str(value))
    return str(Text(value)) if isinstance(value, Mapping) else str(value)
