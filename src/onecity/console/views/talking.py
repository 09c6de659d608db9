"""A caller on the line: typed while talking, with answers, topic, duplicates and her earlier contacts beside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from onecity.common import clock
from onecity.common.errors import Refusal
from onecity.contact import domain, knowledge, releases
from onecity.contact.domain.routing import due_at
from onecity.contact.queries.console import earlier_of_phone
from onecity.contact.queries.near import near_duplicates
from onecity.contact.understanding import understand
from onecity.identity.roles import actor, operator_required


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request)
    try:
        received = _receive(request)
    except Refusal as refusal:
        return _page(request, refusal=refusal, status=refusal.status)
    found = received.request
    if answer := request.POST.get("answer"):
        domain.answer_at_once(request_id=found.id, answer=answer, actor=actor(request))
        messages.success(request, _("%(number)s was answered at once.") % {"number": found.number})
    else:
        messages.success(request, _("Stored. Tell the caller the number: %(number)s") % {"number": found.number})
    return redirect("console:request", found.id)


@require_POST
@operator_required
def suggest(request: HttpRequest) -> HttpResponse:
    """What stands beside the words while they are typed. By POST: what callers say belongs in no address."""
    posted = request.POST
    words, place = posted.get("words", "").strip()[:4000], posted.get("place", "").strip()[:300]
    if not words:
        return HttpResponse("")
    understood = understand(words, place=place)
    codes = [code for code, _chance in understood.guesses]
    topics = releases.current().topics
    guesses = [(topics[code], chance, due_at(topics[code], clock.now())) for code, chance in understood.guesses]
    context = {
        "understood": understood,
        "guesses": guesses,
        "answers": knowledge.find_answers(words=words, language=get_language() or "en"),
        "near": near_duplicates(
            words=understood.public_words, topics=codes, lon=understood.lon, lat=understood.lat, private=True
        ),
        "earlier": earlier_of_phone(actor(request), posted.get("phone", "")),
    }
    return render(request, "console/parts/suggestions.html", context)


def _receive(request: HttpRequest) -> domain.Received:
    posted = request.POST
    return domain.receive(
        channel="operator", words=posted.get("words", ""), place=posted.get("place", ""), name=posted.get("name", ""),
        phone=posted.get("phone", ""), email=posted.get("email", ""), topic=posted.get("topic", ""),
        private="public" not in posted, actor=actor(request),
    )  # fmt: skip


def _page(request: HttpRequest, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    topics = sorted(releases.current().topics.values(), key=lambda topic: str(topic.title))
    context = {"typed": request.POST, "topics": topics, "refusal": refusal, "here": "new"}
    return render(request, "console/new.html", context, status=status)
