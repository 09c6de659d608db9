"""For service designers: every service as it is in force, its steps, and which cases use which version."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.applications import queries as applications
from onecity.catalogue import queries as catalogue
from onecity.city import queries as city
from onecity.identity.roles import actor, designer_required


@require_safe
@designer_required
def listing(request: HttpRequest) -> HttpResponse:
    """All services by subject; an officer's own agency's are marked."""
    subjects = [(s, catalogue.services_of_subject(s.code)) for s in city.current().subjects.values()]
    return render(request, "desk/services.html", {"subjects": subjects, "agency": actor(request).agency})


@require_safe
@designer_required
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """One service: its pages as the resident meets them, its steps as a graph, its versions with their cases."""
    service = catalogue.get_service(code)
    context = {
        "service": service,
        "pages": [(page, [service.fields[field] for field in page.fields]) for page in service.pages.values()],
        "agencies": city.current().agencies,
        "versions": sorted(applications.cases_by_version(code).items(), reverse=True),
    }
    return render(request, "desk/service.html", context)
