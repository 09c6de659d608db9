"""For whom somebody acts: herself, or a person whose mandate she holds; chosen openly, kept in the session.

Every form carries the person it was made for. In two tabs the choice may differ: the form of the other person is
refused in words, and nothing is sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import NotAllowed, Refusal
from onecity.identity import suspended
from onecity.identity.roles import actor, actor_or_none, resident_required
from onecity.people import queries as people
from onecity.people.models import Mandate

CHOSEN = "acting_for"  # session key
FIELD = "for_whom"  # of every form
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Whom:
    """``mandate`` is none when she acts for herself; ``mandates`` are all she holds today."""

    resident_id: UUID
    name: str
    mandate: Mandate | None
    mandates: tuple[Mandate, ...]

    @property
    def is_herself(self) -> bool:
        return self.mandate is None

    @property
    def kind(self) -> str:
        """``self``, ``child`` or ``parent``, as services name whom they are for."""
        return self.mandate.kind if self.mandate else "self"


class OtherPerson(Refusal):
    """What she opened or sent concerns another person than the one she acts for now."""

    code = "other-person"

    def __init__(self, resident_id: UUID, name: str, *, sent: bool) -> None:
        happened = _("Nothing was sent. This form was made for %(name)s.") if sent else _("This concerns %(name)s.")
        super().__init__(
            happened % {"name": name}, next_step=_("Choose for whom you want to act, then go on from there.")
        )
        self.resident_id = resident_id
        self.name = name


def whom(request: HttpRequest) -> Whom:
    """For whom the signed-in resident acts now. A mandate that has ended puts her back to acting for herself."""
    if not hasattr(request, "whom"):
        request.whom = _chosen(request, actor(request))  # type: ignore[attr-defined]
    found: Whom = request.whom  # type: ignore[attr-defined]
    return found


def whom_or_none(request: HttpRequest) -> Whom | None:
    """As ``whom``, for pages that a stranger may see too."""
    acting = actor_or_none(request)
    return whom(request) if acting and acting.resident else None


def choose(request: HttpRequest, resident_id: UUID) -> None:
    """From now on act for this person. Refuses one for whom she holds no mandate today."""
    now = whom(request)
    own = actor(request).resident
    if resident_id != own and resident_id not in {mandate.principal_id for mandate in now.mandates}:
        raise NotAllowed(_("You may not act for this person."), next_step=_("Choose somebody from the list."))
    request.session[CHOSEN] = "" if resident_id == own else str(resident_id)
    del request.whom  # type: ignore[attr-defined]


def must_concern(request: HttpRequest, resident_id: UUID, *, sent: bool = False) -> None:
    """Refuse when something concerns another person than the one she acts for now (but may)."""
    now = whom(request)
    if resident_id != now.resident_id:
        raise OtherPerson(resident_id, _name_of(now, resident_id, actor(request)), sent=sent)


def resident_page(view: View) -> View:
    """A page for residents, on which no form reaches another person than the one it was made for.

    A form that comes after its session has ended waits until she has signed in again: what she typed is not lost.
    """

    @resident_required
    @wraps(view)
    def for_residents(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            _check_form(request)
        return view(request, *args, **kwargs)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and FIELD in request.POST and not request.user.is_authenticated:
            return suspended.ask_first(request, reverse("account_login"), account="")
        return for_residents(request, *args, **kwargs)

    return answer


def _check_form(request: HttpRequest) -> None:
    """A form without a person is for herself."""
    made_for = _read(request.POST.get(FIELD, "")) or actor(request).resident
    if made_for:
        must_concern(request, made_for, sent=True)


def _chosen(request: HttpRequest, own: Actor) -> Whom:
    mandates = tuple(people.principals_of(own.resident, clock.today())) if own.resident else ()
    wanted = _read(request.session.get(CHOSEN, ""))
    held = next((mandate for mandate in mandates if mandate.principal_id == wanted), None)
    if held:
        return Whom(held.principal_id, held.principal_name, held, mandates)
    assert own.resident  # noqa: S101  a resident's actor has one
    return Whom(own.resident, own.name, None, mandates)


def _name_of(now: Whom, resident_id: UUID, own: Actor) -> str:
    names = {mandate.principal_id: mandate.principal_name for mandate in now.mandates}
    return own.name if resident_id == own.resident else names.get(resident_id, _("another person"))


def _read(text: object) -> UUID | None:
    try:
        return UUID(str(text)) if text else None
    except ValueError:
        return None
