"""The queue: what the officer's units have to do, due first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.applications import queries as applications
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.city import queries as city
from onecity.desk.filters import filter_of
from onecity.identity.roles import actor, officer_required


@require_safe
@officer_required
def queue(request: HttpRequest) -> HttpResponse:
    """The queue, with the place of the case still empty; or only further rows of it, for htmx."""
    template = "desk/parts/rows.html" if request.headers.get("HX-Target") == "more" else "desk/queue.html"
    return render(request, template, queue_context(request))


def queue_context(request: HttpRequest) -> dict[str, object]:
    """What the left side of every working page shows. The filter travels in the address, and nothing personal."""
    officer = actor(request)
    chosen = filter_of(request.GET)
    kept = request.GET.copy()
    kept.pop("after", None)
    return {
        "page": applications.queue(officer, filter=chosen, after=request.GET.get("after", "")),
        "chosen": chosen,
        "filters": kept.urlencode(),
        "units": [u for u in city.current().agencies[officer.agency].units.values() if u.code in officer.units],
        "services": [s for s in catalogue.all_services() if officer.agency in {s.agency, *_agencies_of(s)}],
    }


def _agencies_of(service: Service) -> set[str]:
    return {step.agency for step in service.steps.values()}
