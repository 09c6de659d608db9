"""One contact with everything around it, and what an operator can do about it."""

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from onecity.common.errors import NotFound, Refusal
from onecity.console.acts import act
from onecity.console.live import answered, asks_again
from onecity.contact import releases
from onecity.contact.models import ContactRequest, Picture
from onecity.contact.queries.calls import recordings_of
from onecity.contact.queries.console import id_by_number, last_event
from onecity.contact.queries.linked import linked_with
from onecity.contact.queries.near import near_duplicates
from onecity.contact.queries.requests import file_for_office
from onecity.contact.refusals import NoSuchRequest
from onecity.contact.reporter import opened
from onecity.identity.roles import actor, operator_required

MOST_NEAR = 6


@require_POST
@operator_required
def find(request: HttpRequest) -> HttpResponse:
    """By the number that a caller reads aloud; by POST, for it belongs in no address."""
    return redirect("console:request", id_by_number(actor(request), request.POST.get("number", "")))


@require_safe
@operator_required
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The whole page; how it stands alone when the page asks again. A look is recorded only when something is shown."""
    if asks_again(request):
        mark = last_event(request_id, actor(request))
        return answered(request, mark, partial(_standing, request, request_id, mark))
    return _show(request, request_id)


@require_POST
@operator_required
def do(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """One act; what was typed is shown again when it is refused."""
    try:
        done = act(request.POST.get("act", ""), request_id, request.POST.dict(), actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.next_step}".strip())
        return _show(request, request_id, status=409)
    messages.success(request, done)
    return redirect("console:queue") if request.POST.get("back") == "queue" else redirect("console:request", request_id)


@require_safe
@operator_required
def picture(request: HttpRequest, request_id: UUID, picture: UUID) -> HttpResponse:
    found = file_for_office(request_id, actor(request))
    photo = Picture.objects.filter(id=picture, request_id=found.request.id).first()
    if photo is None:
        raise NoSuchRequest
    return HttpResponse(bytes(photo.data), content_type=f"image/{photo.kind}")


def _standing(request: HttpRequest, request_id: UUID, mark: str) -> HttpResponse:
    file = file_for_office(request_id, actor(request))
    context = {"file": file, "report": file.request, "mark": mark, "again": True}
    return render(request, "console/parts/standing.html", context)


def _show(request: HttpRequest, request_id: UUID, *, status: int = 200) -> HttpResponse:
    file = file_for_office(request_id, actor(request))
    found, topics = file.request, releases.current().topics
    guesses = [(topics[code], chance) for code, chance in found.guesses if code in topics]
    context = {
        "file": file,
        "mark": last_event(request_id, actor(request)),
        "report": found,
        "reporter": opened(found.reporter),
        "guesses": guesses,
        "linked": linked_with(found),
        "topics": sorted(topics.values(), key=lambda topic: str(topic.title)),
        "near": [] if found.ended else _near(found),
        "extension": next((order for order in file.orders if order.extension == "asked"), None),
        "tapes": recordings_of(request_id, actor(request)),
        "typed": request.POST,
    }
    return render(request, "console/request.html", context, status=status)


def _near(found: ContactRequest) -> list[ContactRequest]:
    """Others that may be the same, and are not known to belong to it already."""
    near = near_duplicates(
        words=found.public_words, topics=[found.topic], lon=found.lon, lat=found.lat, private=True, limit=MOST_NEAR
    )
    linked = {found.id, found.parent_id}
    return [each for each in near if each.id not in linked and each.parent_id != found.id]
