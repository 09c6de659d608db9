"""Calls on the line, calls to return, and what was said on tape."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.contact.domain.calls import mark_called_back
from onecity.contact.queries.calls import calls_to_return, live_calls
from onecity.identity.roles import actor, operator_required


@require_safe
@operator_required
def calls(request: HttpRequest) -> HttpResponse:
    """Who is on the line now, and who waits to be called back. The lists alone when htmx asks for them."""
    operator = actor(request)
    context = {"live": live_calls(operator), "waiting": calls_to_return(operator), "here": "calls"}
    page = "console/parts/calls.html" if request.headers.get("HX-Request") else "console/calls.html"
    return render(request, page, context)


@require_POST
@operator_required
def called_back(request: HttpRequest, call_id: UUID) -> HttpResponse:
    mark_called_back(call_id=call_id, actor=actor(request))
    messages.success(request, _("It is noted that you called back."))
    return redirect("console:calls")
