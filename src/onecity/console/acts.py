"""What an operator can do about a contact: for each button, what is said afterwards and what is done."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onecity.common.actor import Actor
from onecity.common.errors import Invalid
from onecity.contact import domain
from onecity.contact.domain.voicemails import write_down
from onecity.contact.models import WorkOrder
from onecity.contact.queries.console import id_by_number

Posted = Mapping[str, str]
Do = Callable[[UUID, Posted, Actor], object]
STARS = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}


def act(wanted: str, request_id: UUID, posted: Posted, who: Actor) -> str:
    """Do it, and say so. Refuses an act that there is not."""
    if wanted not in ACTS:
        raise Invalid(_("Choose what you want to do."))
    said, do = ACTS[wanted]
    do(request_id, posted, who)
    return str(said)


def _sort(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.sort_request(request_id=request_id, topic=posted.get("topic", ""), actor=who)


def _refuse(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.refuse_request(request_id=request_id, reason=posted.get("reason", ""), actor=who)


def _answer(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.answer_at_once(request_id=request_id, answer=posted.get("answer", ""), actor=who)


def _merge(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.merge(request_id=request_id, into=id_by_number(who, posted.get("number", "")), actor=who)


def _set_parent(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.set_parent(request_id=request_id, parent=id_by_number(who, posted.get("number", "")), actor=who)


def _add_part(request_id: UUID, posted: Posted, who: Actor) -> object:
    return domain.set_parent(request_id=id_by_number(who, posted.get("number", "")), parent=request_id, actor=who)


def _unlink(request_id: UUID, posted: Posted, who: Actor) -> object:
    """It itself, or the other one whose number is posted."""
    number = posted.get("number", "")
    return domain.unlink(request_id=id_by_number(who, number) if number else request_id, actor=who)


def _write_down(request_id: UUID, posted: Posted, who: Actor) -> object:
    return write_down(request_id=request_id, words=posted.get("words", ""), actor=who)


def _return_call(solved: bool) -> Do:
    def do(request_id: UUID, posted: Posted, who: Actor) -> object:
        stars, comment = STARS.get(posted.get("stars", "")), posted.get("comment", "")
        return domain.confirm(
            request_id=request_id, solved=solved, stars=stars, comment=comment, door="call", actor=who
        )

    return do


def _decide_time(granted: bool) -> Do:
    def do(request_id: UUID, posted: Posted, who: Actor) -> object:  # noqa: ARG001
        order = WorkOrder.objects.filter(request_id=request_id, extension="asked").first()
        if order is None:
            raise Invalid(_("Nobody asks for more time here."))
        return domain.decide_extension(order_id=order.id, granted=granted, actor=who)

    return do


ACTS: dict[str, tuple[Promise, Do]] = {
    "sort": (gettext_lazy("It is on its way to the agency."), _sort),
    "refuse": (gettext_lazy("It is closed, and the reporter can read why."), _refuse),
    "answer": (gettext_lazy("It was answered at once."), _answer),
    "merge": (gettext_lazy("It goes on in the other one."), _merge),
    "set-parent": (gettext_lazy("It is part of the larger one now."), _set_parent),
    "add-part": (gettext_lazy("The other one is part of this one now."), _add_part),
    "unlink": (gettext_lazy("They no longer belong together."), _unlink),
    "write-down": (gettext_lazy("The words are stored."), _write_down),
    "solved": (gettext_lazy("What the reporter said is stored."), _return_call(solved=True)),
    "unsolved": (gettext_lazy("What the reporter said is stored."), _return_call(solved=False)),
    "grant-time": (gettext_lazy("The new date stands."), _decide_time(granted=True)),
    "refuse-time": (gettext_lazy("The old date stands."), _decide_time(granted=False)),
}
