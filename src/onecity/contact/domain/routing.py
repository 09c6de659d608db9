"""Who gets a matter, and by when."""

from datetime import datetime

from onecity.city import queries as city
from onecity.city.definition import Agency
from onecity.common import clock
from onecity.contact import clock as deadlines
from onecity.contact import releases
from onecity.contact.definition import Topic
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.refusals import NoSuchTopic


def topic_of(code: str) -> Topic:
    topic = releases.current().topics.get(code)
    if topic is None:
        raise NoSuchTopic(code)
    return topic


def agency_of(code: str) -> Agency:
    """An agency by its code. One that the city has dissolved counts days like any other of the city."""
    agencies = city.current().agencies
    return agencies.get(code) or next(iter(agencies.values()))


def due_at(topic: Topic, moment: datetime) -> datetime:
    return deadlines.due_at(topic, agency_of(topic.agency), moment, clock.city_zone())


def new_orders(request: ContactRequest, topic: Topic, due: datetime) -> list[WorkOrder]:
    """One order for the agency in the lead, one for each that usually helps."""
    lead = new_order(request, topic.agency, topic.unit, WorkOrder.LEAD, due)
    helpers = [code for code in topic.helpers if code != topic.agency]
    return [lead, *(new_order(request, code, "", WorkOrder.HELPER, due) for code in helpers)]


def new_order(request: ContactRequest, agency: str, unit: str, role: str, due: datetime) -> WorkOrder:
    unit = unit or agency_of(agency).intake
    return WorkOrder(
        request_id=request.id, number=request.number, topic=request.topic, district=request.district, role=role,
        agency=agency, unit=unit, urgent=request.urgent, due_at=due, first_due_at=due, changed_at=clock.now(),
    )  # fmt: skip


def route(request: ContactRequest, topic: Topic, by: str) -> list[WorkOrder]:
    """Give a request its topic and what follows from it; the orders are not stored yet."""
    request.topic, request.topic_by, request.kind = topic.code, by, topic.kind
    request.agency, request.state = topic.agency, ContactRequest.WORKING
    request.urgent = request.urgent or topic.urgent
    request.is_public = request.is_public and not topic.private
    request.answered_at, request.outcome = None, ""  # an answer of whoever had it before no longer counts
    request.due_at = due_at(topic, clock.now())
    request.changed_at = clock.now()
    return new_orders(request, topic, request.due_at)
