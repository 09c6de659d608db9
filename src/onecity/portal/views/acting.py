"""For whom: chosen openly."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.identity.roles import actor, resident_required
from onecity.people import queries as people
from onecity.people.domain import revoke_mandate
from onecity.portal.acting import choose, resident_page
from onecity.portal.links import own_path


@require_http_methods(["GET", "HEAD", "POST"])
@resident_required
def acting(request: HttpRequest) -> HttpResponse:
    """The choice itself is no act for anybody, so it is not bound to the person chosen before."""
    if request.method == "POST":
        choose(request, _uuid(request.POST.get("person", "")))
        return redirect(own_path(request.POST.get("next", "")) or "/")
    who = actor(request)
    agents = people.agents_of(who.resident, clock.today()) if who.resident else []
    names = people.residents_by_id({mandate.agent_id for mandate in agents})
    context = {"me": who, "agents": [(mandate, names.get(mandate.agent_id)) for mandate in agents], "here": "me"}
    return render(request, "portal/acting.html", context)


@require_POST
@resident_page
def revoke(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """End a mandate: hers for somebody, or somebody's for her."""
    revoke_mandate(mandate_id=mandate_id, actor=actor(request))
    messages.success(request, _("The mandate has ended."))
    return redirect("acting")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound(_("There is no such person."), next_step=_("Choose somebody from the list.")) from None
