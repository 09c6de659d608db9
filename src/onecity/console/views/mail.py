"""E-mail that the machine did not take in: why, and what a person makes of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.common.errors import NotFound, Refusal
from onecity.contact import mail_by_hand, releases
from onecity.identity.roles import actor, operator_required


@require_safe
@operator_required
def letters(request: HttpRequest) -> HttpResponse:
    """The newest first, without what machines wrote unless it is asked for."""
    robots = "robots" in request.GET
    found = mail_by_hand.parked_letters(actor(request), robots=robots, before=_id(request.GET.get("before", "")))
    before = found[-1].id if len(found) == mail_by_hand.PAGE else None
    return render(request, "console/mail.html", {"letters": found, "robots": robots, "before": before, "here": "mail"})


@require_safe
@operator_required
def letter(request: HttpRequest, inbound_id: UUID) -> HttpResponse:
    return _show(request, inbound_id)


@require_POST
@operator_required
def take_in(request: HttpRequest, inbound_id: UUID) -> HttpResponse:
    """Make a contact of it; what was typed is shown again when it is refused."""
    words, topic = request.POST.get("words", ""), request.POST.get("topic", "")
    try:
        found = mail_by_hand.take_by_hand(inbound_id=inbound_id, words=words, topic=topic, actor=actor(request))
    except NotFound:
        raise
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.next_step}".strip())
        return _show(request, inbound_id, status=refusal.status)
    messages.success(request, _("The letter was taken in as %(number)s.") % {"number": found.number})
    return redirect("console:request", found.id)


@require_POST
@operator_required
def put_aside(request: HttpRequest, inbound_id: UUID) -> HttpResponse:
    mail_by_hand.put_aside(inbound_id=inbound_id, actor=actor(request))
    messages.success(request, _("The letter was put aside."))
    return redirect("console:mail")


def _show(request: HttpRequest, inbound_id: UUID, *, status: int = 200) -> HttpResponse:
    found = mail_by_hand.parked_letter(inbound_id, actor(request))
    topics = sorted(releases.current().topics.values(), key=lambda topic: str(topic.title))
    context = {"parked": found, "topics": topics, "typed": request.POST, "here": "mail"}
    return render(request, "console/letter.html", context, status=status)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
