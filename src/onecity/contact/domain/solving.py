"""After the answer: the reporter says whether it is solved. If not, the agency has it again."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from onecity.common import clock, rows
from onecity.common.actor import SYSTEM, Actor
from onecity.contact import permissions as may
from onecity.contact import releases
from onecity.contact.domain.routing import due_at, new_order
from onecity.contact.domain.telling import tell
from onecity.contact.domain.work import take_up, trace, why
from onecity.contact.events import event
from onecity.contact.models import ContactRequest, Survey, WorkOrder
from onecity.contact.refusals import NotAnswered, NotYours, RequestEnded, TooLateToReopen, WordsTooLong

COMMENT = 1000  # characters
STATE = ("state", "ended_at", "answered_at", "at_first_contact", "due_at", "reopened", "changed_at")


@transaction.atomic
def confirm(
    *, request_id: UUID, solved: bool, actor: Actor, stars: int | None = None, comment: str = "", door: str = "page"
) -> ContactRequest:
    """The reporter's word, on her page or by a return call (``door`` "call", typed by an operator).

    "Not solved" sends the matter back to the agency that answered, with a new deadline; it needs words why.
    """
    request = take_up(request_id)
    if not (may.reported(actor, request) or (door == "call" and may.sorts(actor))):
        raise NotYours
    if request.state != ContactRequest.ANSWERED:
        _refuse(request)
    survey = _survey(request, solved, stars, comment, door)
    with rows.together():
        rows.store(survey)
        _end(request, actor) if solved else _back_to_work(request, actor, why(comment))
    return request


@transaction.atomic
def reopen(*, request_id: UUID, reason: str, actor: Actor) -> ContactRequest:
    """It was closed, and is not solved after all: within the window it goes back to the agency."""
    request = take_up(request_id)
    if not (may.reported(actor, request) or may.sorts(actor)):
        raise NotYours
    if request.state not in (ContactRequest.SOLVED, ContactRequest.CLOSED) or not request.answered_at:
        raise RequestEnded if request.ended else NotAnswered
    if not may_reopen(request):
        raise TooLateToReopen(releases.current().rules.reopen_within)
    with rows.together():
        _back_to_work(request, actor, why(reason))
    return request


def may_reopen(request: ContactRequest) -> bool:
    """Whether the window after the answer is still open."""
    window = timedelta(days=releases.current().rules.reopen_within)
    return request.answered_at is not None and clock.now() <= request.answered_at + window


def close_silent(limit: int = 200) -> int:
    """Answers about which nobody said anything for some days are taken as accepted; how many that were."""
    before = clock.now() - timedelta(days=releases.current().rules.silent_after)
    with transaction.atomic():
        silent = ContactRequest.objects.select_for_update(skip_locked=True).filter(
            state=ContactRequest.ANSWERED, answered_at__lt=before
        )
        for request in (found := list(silent.order_by("answered_at")[:limit])):
            request.state, request.ended_at = ContactRequest.CLOSED, clock.now()
            rows.change([request], ("state", "ended_at"))
            rows.store(event(request, "closed", SYSTEM))
            trace(request, SYSTEM)
    return len(found)


def _refuse(request: ContactRequest) -> None:
    raise RequestEnded if request.ended else NotAnswered


def _survey(request: ContactRequest, solved: bool, stars: int | None, comment: str, door: str) -> Survey:
    comment = comment.replace("\x00", "").strip()
    if len(comment) > COMMENT:
        raise WordsTooLong(COMMENT)
    return Survey(
        request_id=request.id, agency=request.agency, district=request.district, round=request.reopened,
        solved=solved, stars=stars if stars in range(1, 6) else None, comment=comment, door=door,
    )  # fmt: skip


def _end(request: ContactRequest, actor: Actor) -> None:
    request.state, request.ended_at, request.changed_at = ContactRequest.SOLVED, clock.now(), clock.now()
    rows.change([request], STATE)
    rows.store(event(request, "solved", actor))
    trace(request, actor)


def _back_to_work(request: ContactRequest, actor: Actor, reason: str) -> None:
    """The history keeps the first order as it was. Where nobody knows the topic, a person sorts it."""
    request.ended_at, request.answered_at, request.at_first_contact = None, None, False
    request.reopened, request.changed_at = request.reopened + 1, clock.now()
    orders = _again(request)
    request.state = ContactRequest.WORKING if orders else ContactRequest.RECEIVED
    rows.change([request], STATE)
    rows.store(*orders, event(request, "reopened", actor, reason=reason), *tell(request, "contact-reopened"))
    trace(request, actor)


def _again(request: ContactRequest) -> list[WorkOrder]:
    """A new order for the agency and unit that answered, with a new deadline; none without a topic of today."""
    topic = releases.current().topics.get(request.topic)
    if topic is None:
        return []
    before = WorkOrder.objects.filter(request_id=request.id, role=WorkOrder.LEAD).order_by("-id").first()
    agency, unit = (before.agency, before.unit) if before else (topic.agency, topic.unit)
    request.due_at = due_at(topic, clock.now())
    return [new_order(request, agency, unit, WorkOrder.LEAD, request.due_at)]
