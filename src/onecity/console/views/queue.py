"""What waits for a person to choose the topic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.contact import releases
from onecity.contact.queries.console import extensions_asked, to_sort
from onecity.identity.roles import actor, operator_required


@require_safe
@operator_required
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest first; each with its three guesses, by key 1 to 3. The list alone when htmx asks for it."""
    page = to_sort(actor(request), request.GET.get("after", ""))
    context = {"page": page, "topics": releases.current().topics.values(), "here": "queue"}
    if request.headers.get("HX-Request"):
        return render(request, "console/parts/rows.html", context)
    return render(request, "console/queue.html", context | {"extensions": extensions_asked(actor(request))})
