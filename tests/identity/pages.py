"""Pages made for these tests: one for each rule that a view can stand under."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from onecity.identity import roles


def show(request: HttpRequest) -> HttpResponse:
    actor = roles.actor(request)
    return HttpResponse(f"{actor.kind} {actor.agency} {request.method} {request.POST.get('reason', '')}".encode())


urlpatterns = [
    path("resident", roles.resident_required(show)),
    path("officer", roles.officer_required(show)),
    path("designer", roles.designer_required(show)),
    path("administrator", roles.administrator_required(show)),
    path("auditor", roles.auditor_required(show)),
    path("decide", roles.officer_required(roles.step_up_required(show))),
    path("paper", roles.resident_required(roles.step_up_required(show))),
    path("account/", include("onecity.identity.urls")),
    path("desk/", include("onecity.desk.urls")),
    path("", include("onecity.portal.urls")),
]
