"""Calls on the line, calls to return, and what was said on tape."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.console.live import answered, asks_again, mark_of
from onecity.contact.domain.calls import mark_called_back
from onecity.contact.queries.calls import calls_to_return, live_calls
from onecity.identity.roles import actor, operator_required


@require_safe
@operator_required
def calls(request: HttpRequest) -> HttpResponse:
    """Who is on the line now, and who waits to be called back. The lists alone when htmx asks for them."""
    operator = actor(request)
    live, waiting = live_calls(operator), calls_to_return(operator)
    mark = mark_of([(each.call.id, each.call.state, each.call.operator_name) for each in (*live, *waiting)])
    context = {"live": live, "waiting": waiting, "mark": mark, "here": "calls"}
    if asks_again(request):
        return answered(request, mark, partial(render, request, "console/parts/calls.html", context))
    return render(request, "console/calls.html", context)


@require_POST
@operator_required
def called_back(request: HttpRequest, call_id: UUID) -> HttpResponse:
    mark_called_back(call_id=call_id, actor=actor(request))
    messages.success(request, _("It is noted that you called back."))
    return redirect("console:calls")
