"""Bad ratings of the agency's services, and its public answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.applications import domain as applications
from onecity.applications import queries
from onecity.desk.views.work import act
from onecity.identity.roles import actor, officer_required


@require_safe
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    page = queries.ratings_to_answer(actor(request), request.GET.get("after", ""))
    return render(request, "desk/ratings.html", {"page": page})


@require_POST
@officer_required
def answer(request: HttpRequest, rating_id: UUID) -> HttpResponse:
    def do() -> object:
        return applications.answer_rating(rating_id=rating_id, text=request.POST.get("text", ""), actor=actor(request))

    act(request, _("Your answer is published."), do)
    return redirect("desk:ratings")
