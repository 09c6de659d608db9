"""A provider tells of a call, step by step, and is told what to do next (TwiML).

What a caller said is stored before the answer that thanks her. Providers repeat requests: every step bears it.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onecity.city import queries as city
from onecity.contact.domain import calls, voicemails
from onecity.contact.models import Call, Inbound
from onecity.contact.queries.calls import request_by_keys
from onecity.telephone import menu
from onecity.telephone.fetching import AT_ONCE, NotFetched
from onecity.telephone.intake import fetch_recording
from onecity.telephone.menu import At, Place
from onecity.telephone.settings import operator_line, voice_secret
from onecity.telephone.signatures import is_signed
from onecity.telephone.twiml import Answer
from onecity.telephone.words import spoken

LINE = "voice"
PLACES: dict[str, Place] = {"language": "language", "number": "number"}
Step = Callable[[HttpRequest, Call], Answer]


def signed(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Only the provider comes in; without a secret there is no door."""

    @csrf_exempt
    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, step: str) -> HttpResponse:
        if not voice_secret():
            raise Http404
        return view(request, step) if is_signed(request) else HttpResponseForbidden("The signature is not right.")

    return checked


@signed
def voice(request: HttpRequest, step: str) -> HttpResponse:
    sid = request.POST.get("CallSid", "")
    if step not in STEPS or not 1 <= len(sid) <= 100:
        raise Http404
    call = calls.begin_call(line=LINE, key=sid, number=request.POST.get("From", ""))
    return HttpResponse(STEPS[step](request, call).xml(), content_type="text/xml; charset=utf-8")


def _begin(request: HttpRequest, call: Call) -> Answer:  # noqa: ARG001
    return _go(call, menu.start(city.current().languages))


def _keys(request: HttpRequest, call: Call) -> Answer:
    at, keys = _at(request, call), request.POST.get("Digits", "")[:20]
    if at.place == "number":
        found = request_by_keys(keys, bytes(call.phone_mark) if call.phone_mark else None)
        return _go(call, menu.after_status(at, found.state if found else ""))
    return _go(call, menu.after_keys(at, keys, city.current().languages))


def _recorded(request: HttpRequest, call: Call) -> Answer:
    """Stored with its sound if it can be had within seconds; else with its address, and fetched by the worker."""
    sid, url = request.POST.get("RecordingSid", "")[:100], request.POST.get("RecordingUrl", "")[:1000]
    if not sid or not url:
        return _go(call, menu.after_record(_at(request, call), kept=False))
    facts = {"url": url, "seconds": request.POST.get("RecordingDuration", "")[:6], "language": call.language}
    stored = voicemails.keep(
        line=LINE, key=sid, audio=b"", number=calls.caller_of(call), facts=facts | {"call": call.key}
    )
    calls.note_call(call, wants=calls.VOICEMAIL)
    _try_fetching(stored)
    return _go(call, menu.after_record(_at(request, call), kept=True))


def _try_fetching(stored: Inbound) -> None:
    try:
        fetch_recording(stored, AT_ONCE)
    except NotFetched:
        return  # noted with the recording; the worker tries again


def _transferred(request: HttpRequest, call: Call) -> Answer:
    spoken_to = request.POST.get("DialCallStatus") == "completed"
    return _after_operator(call, _at(request, call), spoken=spoken_to)


def _ended(request: HttpRequest, call: Call) -> Answer:  # noqa: ARG001
    calls.end_call(call)
    return Answer()


STEPS: dict[str, Step] = {
    "call": _begin, "keys": _keys, "recorded": _recorded, "transferred": _transferred, "ended": _ended,
}  # fmt: skip


def _at(request: HttpRequest, call: Call) -> At:
    """Where the caller stood, as our own (signed) address says."""
    languages = city.current().languages
    place: Place = PLACES.get(request.GET.get("at", ""), "menu")
    asked = {"1": 1, "2": 2}.get(request.GET.get("asked", ""), 0)
    language = call.language if call.language in languages else languages[0]
    return At(place, language, (), asked)


def _go(call: Call, at: At) -> Answer:
    """What is said and done at a place of the menu."""
    if at.place != "language" and call.language != at.language:
        calls.note_call(call, language=at.language)
    if at.place == "call-back":
        return _go(call, menu.after_call_back(at, promised=calls.ask_call_back(call) is not None))
    if at.place == "operator":
        return _operator(call, at)
    return _answer(at)


def _operator(call: Call, at: At) -> Answer:
    line = operator_line()
    if not line:
        return _after_operator(call, at, spoken=False)
    calls.note_call(call, state=Call.WAITING, wants=calls.OPERATOR)
    said = spoken(("operator",), at.language)
    return Answer().say(said).dial(line, action=_address("transferred", at))


def _after_operator(call: Call, at: At, *, spoken: bool) -> Answer:
    promised = not spoken and calls.ask_call_back(call) is not None
    if not spoken:
        calls.note_call(call, state=Call.MENU)
    return _answer(menu.after_operator(at, spoken=spoken, promised=promised))


def _answer(at: At) -> Answer:
    said = list(spoken(at.said, at.language))
    if at.place == "bye":
        return Answer().say(said).hang_up()
    if at.place == "record":
        return Answer().say(said).record(action=_address("recorded", at))
    return Answer().gather(said, action=_address("keys", at), keys=menu.keys_wanted(at.place))


def _address(step: str, at: At) -> str:
    return f"/telephone/voice/{step}?{urlencode({'at': at.place, 'asked': at.asked})}"
