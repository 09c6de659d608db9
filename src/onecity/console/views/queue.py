"""What waits for a person to choose the topic."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.city import queries as city
from onecity.console.live import answered, asks_again, mark_of
from onecity.contact import releases
from onecity.contact.queries.console import extensions_asked, to_sort
from onecity.identity.roles import actor, operator_required


@require_safe
@operator_required
def queue(request: HttpRequest) -> HttpResponse:
    """The oldest first; each with its three guesses, by key 1 to 3. The list alone when the page asks again."""
    asked = request.GET
    page = to_sort(actor(request), asked.get("after", ""), district=asked.get("district", ""))
    mark = mark_of([(each.id, each.changed_at) for each in page.rows], page.after)
    kept = asked.copy()
    kept.pop("seen", None)
    context = {
        "page": page, "mark": mark, "topics": releases.current().topics.values(), "here": "queue", "asked": asked,
        "kept": kept.urlencode(), "districts": city.current().districts.items(),
    }  # fmt: skip
    if asks_again(request):
        return answered(request, mark, partial(render, request, "console/parts/rows.html", context))
    return render(request, "console/queue.html", context | {"extensions": extensions_asked(actor(request))})
