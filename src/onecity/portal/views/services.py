"""The page of a service: what, who, what one needs, what it costs, when it is done, and whether one may apply."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.applications import queries as applications
from onecity.applications.eligibility import check_eligibility
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.catalogue.promise import promised_on
from onecity.common import clock
from onecity.common.errors import NotFound, Refusal
from onecity.forms import domain as forms
from onecity.forms.models import Draft
from onecity.forms.queries import drafts_of
from onecity.identity.roles import actor, actor_or_none
from onecity.portal.acting import Whom, resident_page, whom, whom_or_none
from onecity.portal.money import fee_of

RATINGS = 5  # shown


@dataclass(frozen=True, slots=True)
class Verdict:
    """May the person she acts for apply? ``reasons`` say why not."""

    may: bool
    reasons: tuple[str, ...] = ()


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    service = catalogue.get_service(code)
    today = clock.today()
    now = whom_or_none(request)
    context = {
        "service": service,
        "fee": fee_of(service, today),
        "promised_on": promised_on(service, today),
        "known": sum(1 for field in service.fields.values() if field.source),
        "ratings": applications.ratings_of_service(code, limit=RATINGS),
        "related": _related(service),
        "verdict": _verdict(request, service, now) if now else None,
        "draft": _draft(request, service, now) if now else None,
    }
    return render(request, "portal/service.html", context)


@require_POST
@resident_page
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """Begin, or go on with what was begun."""
    service = catalogue.get_service(code)
    now = whom(request)
    if now.kind not in service.whom:
        choose = _("Choose for whom you want to act, at the top of the page.")
        raise Refusal(_not_for(now), next_step=choose, status=403)
    draft = forms.start_draft(service=service, resident_id=now.resident_id, actor=actor(request))
    return redirect("draft", draft.id)


def _verdict(request: HttpRequest, service: Service, now: Whom) -> Verdict:
    """The look into the registers leaves its rows in the ledger, as any other."""
    if now.kind not in service.whom:
        return Verdict(False, (_not_for(now),))
    found = check_eligibility(service=service, resident_id=now.resident_id, actor=actor(request))
    return Verdict(found.eligible, tuple(str(reason) for reason in found.reasons))


def _not_for(now: Whom) -> str:
    if now.is_herself:
        return _("This service is applied for by a parent or a child, for the person it concerns.")
    return _("This service cannot be applied for on behalf of somebody else.")


def _draft(request: HttpRequest, service: Service, now: Whom) -> Draft | None:
    """What she has begun already."""
    known = actor_or_none(request)
    begun = drafts_of(UUID(known.id), now.resident_id) if known else []
    return next((draft for draft in begun if draft.service == service.code), None)


def _related(service: Service) -> list[Service]:
    """The other acts of its family that the city still offers."""
    return [found for found in map(_service, service.related) if found]


def _service(code: str) -> Service | None:
    try:
        return catalogue.get_service(code)
    except NotFound:
        return None
