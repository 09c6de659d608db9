"""What the city has told her."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onecity.common.errors import NotFound
from onecity.notices import queries
from onecity.notices.domain import mark_read
from onecity.notices.words import render as words_of
from onecity.portal.acting import resident_page, whom


@require_safe
@resident_page
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest first; looking at them reads them, unless somebody else looks for her."""
    now = whom(request)
    notices = queries.inbox(now.resident_id, after=after_of(request), limit=queries.PAGE + 1)
    shown = notices[: queries.PAGE]
    context = {
        "notices": [(notice, *words_of(notice, get_language() or "en")) for notice in shown],
        "after": shown[-1].id if len(notices) > queries.PAGE else "",
        "here": "inbox",
        "unread": 0,
    }
    if now.is_herself and any(notice.read_at is None for notice in shown):
        mark_read(resident_id=now.resident_id)
    return render(request, "portal/inbox.html", context)


def after_of(request: HttpRequest) -> UUID | None:
    """Where the page before ended."""
    try:
        return UUID(request.GET["after"]) if request.GET.get("after") else None
    except ValueError:
        raise NotFound(_("This page of the list cannot be found."), next_step=_("Begin at the first page.")) from None
