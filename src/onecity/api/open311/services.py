"""The topics of the contact centre as Open311 names them: services, with their questions as attributes.

Private topics are services too: one may be filed, only nobody reads it in a list.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onecity.city.definition import City
from onecity.common.text import Text
from onecity.contact.definition import Centre, Question, Topic

DATATYPES = {
    "text": "string",
    "paragraph": "text",
    "number": "number",
    "datetime": "datetime",
    "one": "singlevaluelist",
    "many": "multivaluelist",
}
MOST_KEYWORDS = 20


def service_list(centre: Centre, city: City) -> list[dict[str, Any]]:
    """Every topic in the reader's language, group by group."""
    topics = sorted(centre.topics.values(), key=lambda topic: (topic.group, topic.code))
    return [_service(topic, centre, city) for topic in topics]


def definition(topic: Topic) -> dict[str, Any]:
    """The questions of a topic; none for a service without ``metadata``."""
    attributes = [_attribute(question, order) for order, question in enumerate(topic.ask.values(), 1)]
    return {"service_code": topic.code, "attributes": attributes}


def _service(topic: Topic, centre: Centre, city: City) -> dict[str, Any]:
    return {
        "service_code": topic.code,
        "service_name": str(topic.title),
        "description": notice(topic, city),
        "metadata": bool(topic.ask),
        "type": "realtime",
        "keywords": ", ".join(_keywords(topic)),
        "group": str(centre.groups.get(topic.group, topic.group)),
    }


def notice(topic: Topic, city: City) -> str:
    """Who deals with it, and by when."""
    facts = {"agency": str(city.agencies[topic.agency].name), "count": topic.hours or topic.days}
    if topic.hours:
        words = ngettext(
            "%(agency)s deals with it within %(count)d hour.",
            "%(agency)s deals with it within %(count)d hours.",
            topic.hours,
        )
    else:
        words = ngettext(
            "%(agency)s deals with it within %(count)d working day.",
            "%(agency)s deals with it within %(count)d working days.",
            topic.days,
        )
    return words % facts


def _keywords(topic: Topic) -> list[str]:
    """Other words for it, in the reader's language. A comma would make two of one."""
    words = Text({language: "\n".join(phrases) for language, phrases in topic.words.items()})
    return [word.replace(",", " ") for word in str(words).split("\n") if word][:MOST_KEYWORDS]


def _attribute(question: Question, order: int) -> dict[str, Any]:
    plain = {
        "variable": True,
        "code": question.code,
        "datatype": DATATYPES[question.type],
        "required": question.required,
        "datatype_description": _hint(question),
        "order": order,
        "description": str(question.title),
    }
    return plain | ({"values": _values(question)} if question.options else {})


def _values(question: Question) -> list[dict[str, str]]:
    return [{"key": key, "name": str(name)} for key, name in question.options.items()]


def _hint(question: Question) -> str | None:
    if question.type == "datetime":
        return _("A moment with its zone, such as 2026-06-15T09:30:00+08:00.")
    return _("A number, such as 12 or 3.5.") if question.type == "number" else None
