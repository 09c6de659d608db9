"""Where the open contacts are: as points on the city's own map, and the same rows as a table."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onecity.city import queries as city
from onecity.contact.models import ContactRequest
from onecity.contact.queries.mapped import MOST, Mapped, Point, open_points
from onecity.contact.words import STATES, topic_title
from onecity.identity.roles import actor, operator_required

FILTERS = ("agency", "district", "state")


@require_safe
@operator_required
def show(request: HttpRequest) -> HttpResponse:
    found, here = _found(request), city.current()
    context = {
        "found": found, "most": MOST, "asked": request.GET, "simulated": any(point.made_up for point in found.points),
        "query": request.GET.urlencode(), "agencies": here.agencies.values(), "districts": here.districts.items(),
        "states": [(state, STATES[state]) for state in ContactRequest.OPEN_STATES], "here": "map",
    }  # fmt: skip
    return render(request, "console/map.html", context)


@require_safe
@operator_required
def points(request: HttpRequest) -> HttpResponse:
    """The same rows as GeoJSON (RFC 7946)."""
    features = [_feature(point) for point in _found(request).points]
    answer = {"type": "FeatureCollection", "features": features}
    return JsonResponse(answer, content_type="application/geo+json", headers={"Cache-Control": "no-store"})


def _found(request: HttpRequest) -> Mapped:
    return open_points(actor(request), **{name: request.GET.get(name, "")[:40] for name in FILTERS})


def _feature(point: Point) -> dict[str, object]:
    said = {
        "number": point.number, "topic": topic_title(point.topic), "state": point.state,
        "state_in_words": str(STATES[point.state]), "simulated": point.made_up,
        "url": reverse("console:request", args=[point.id]),
    }  # fmt: skip
    where = {"type": "Point", "coordinates": [point.lon, point.lat]}
    return {"type": "Feature", "geometry": where, "properties": said}
