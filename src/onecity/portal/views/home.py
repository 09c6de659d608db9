"""The first page: a question and a field, then her own things, then life events and subjects."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.identity.roles import actor
from onecity.portal.acting import whom_or_none
from onecity.portal.renewals import renewals_of
from onecity.portal.things import Thing, things_of

FIRST = 8  # life events shown at once


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    here = city.current()
    events = [event for event in here.life_events.values() if catalogue.services_of_life_event(event.code)]
    subjects = [subject for subject in here.subjects.values() if catalogue.services_of_subject(subject.code)]
    context = {
        "things": _things(request),
        "events": events[:FIRST],
        "more_events": events[FIRST:],
        "subjects": subjects,
    }
    return render(request, "portal/home.html", context)


def _things(request: HttpRequest) -> list[Thing] | None:
    """None for a stranger."""
    now = whom_or_none(request)
    if now is None:
        return None
    who = actor(request)
    renewals = renewals_of(now.resident_id, who, request.session) if now.is_herself else {}
    return things_of(now.resident_id, UUID(who.id), renewals)
