"""An officer of several agencies chooses for which she works now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from onecity.identity.roles import choose_agency, officer_required


@require_POST
@officer_required
def choose(request: HttpRequest) -> HttpResponse:
    choose_agency(request, request.POST.get("agency", ""))
    return redirect("desk:queue")
