"""Where a kept form goes on."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from onecity.identity import suspended


@login_required
def resume(request: HttpRequest) -> HttpResponse:
    """Send the kept form on; with none (used already, too old, another's) go to the first page."""
    kept = suspended.take(request)
    return suspended.send_on(request, kept) if kept else HttpResponseRedirect(settings.LOGIN_REDIRECT_URL)
