"""Desk phones tell of their calls in the form of Zammad's generic CTI, so the console knows who is calling."""

import hmac
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onecity.common import clock
from onecity.contact.domain import calls
from onecity.contact.models import Call
from onecity.telephone.settings import cti_token

LINE = "cti"


@csrf_exempt
@require_POST
def cti(request: HttpRequest, token: str) -> HttpResponse:
    """One event. Calls made by an operator are not stored; one that was answered fulfils a promised call back."""
    known = cti_token()
    if not known or not hmac.compare_digest(known.encode(), token.encode()):
        raise Http404
    act, key = EVENTS.get(request.POST.get("event", "")), request.POST.get("callId", "")
    if act is None or not 1 <= len(key) <= 100:
        return JsonResponse({"error": "Expected event (newCall, answer, hangup) and callId."}, status=422)
    if request.POST.get("direction") == "out":
        _outgoing(request)
    else:
        act(request, calls.begin_call(line=LINE, key=key, number=request.POST.get("from", ""), state=Call.RINGING))
    return JsonResponse({})


def _outgoing(request: HttpRequest) -> None:
    if request.POST.get("event") == "answer":
        calls.note_outgoing(request.POST.get("to", ""), _operator(request))


def _rings(request: HttpRequest, call: Call) -> None:
    """It is stored; an event that comes late changes nothing."""


def _answered(request: HttpRequest, call: Call) -> None:
    if call.ended_at is None:
        calls.note_call(call, state=Call.TALKING, answered_at=clock.now(), operator_name=_operator(request))


def _hung_up(request: HttpRequest, call: Call) -> None:  # noqa: ARG001
    calls.end_call(call)


EVENTS: dict[str, Callable[[HttpRequest, Call], None]] = {"newCall": _rings, "answer": _answered, "hangup": _hung_up}


def _operator(request: HttpRequest) -> str:
    """Whose telephone it is: Zammad writes ``user``, ``user[]`` or ``answeringNumber``, as the exchange knows it."""
    names = request.POST.getlist("user[]") or request.POST.getlist("user") or [request.POST.get("answeringNumber", "")]
    return ", ".join(names)[:120]
