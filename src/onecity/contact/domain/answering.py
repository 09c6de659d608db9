"""Answered at once: an article or a public service was the answer, and no agency has to work on it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from onecity.catalogue import queries as catalogue
from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.contact import permissions as may
from onecity.contact import releases
from onecity.contact.domain.work import close_orders, open_orders, take_up, trace
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, WorkOrder
from onecity.contact.refusals import NotYours, RequestEnded


@transaction.atomic
def answer_at_once(*, request_id: UUID, answer: str, actor: Actor) -> ContactRequest:
    """``answer`` is ``article:code`` or ``service:code``. Counted as solved at first contact."""
    if not may.sorts(actor):
        raise NotYours
    request = take_up(request_id)
    if request.ended:
        raise RequestEnded
    request.answered_with, title = answer, _title(answer)
    request.at_first_contact, request.state = True, ContactRequest.SOLVED
    request.answered_at = request.ended_at = request.changed_at = clock.now()
    request.topic = request.topic or (request.guesses[0][0] if request.guesses else "")
    if not request.topic:
        request.state = ContactRequest.CLOSED  # solved, and nobody could say what it was about
    cancelled = close_orders(open_orders(request.id), WorkOrder.CANCELLED)
    with rows.together():
        rows.change(cancelled, ("state", "done_at", "changed_at"))
        rows.change(
            [request],
            ("answered_with", "at_first_contact", "state", "topic", "answered_at", "ended_at", "changed_at"),
        )
        rows.store(event(request, "answered-at-once", actor, title=title, answer=answer))
        trace(request, actor)
    return request


def _title(answer: str) -> dict[str, str]:
    kind, _colon, code = answer.partition(":")
    if kind == "article" and (article := releases.current().articles.get(code)):
        return article.title
    if kind == "service":
        return catalogue.get_service(code).title
    raise Invalid(_("There is no such article or service."), code="no-such-answer")
