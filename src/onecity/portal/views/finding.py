"""Finding a service: in one's own words, by life event, by subject."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service
from onecity.city import queries as city
from onecity.city.definition import Titled
from onecity.common.errors import NotFound

LONGEST = 200  # characters of a search
TYPED = 2  # letters from which on we search while somebody types


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Five best. Only the list of them when it is asked for while somebody types."""
    words = request.GET.get("q", "").strip()[:LONGEST]
    live = request.headers.get("HX-Target") == "live"
    if live and len(words) < TYPED:
        return HttpResponse("")
    hits = catalogue.search_services(words=words, language=get_language() or "en") if words else []
    context = {"words": words, "hits": hits, "all": () if words else catalogue.all_services()}
    return render(request, "portal/parts/found.html" if live else "portal/search.html", context)


@require_safe
def life_event(request: HttpRequest, code: str) -> HttpResponse:
    found = _titled(city.current().life_events, code)
    return _listing(request, found, catalogue.services_of_life_event(code))


@require_safe
def subject(request: HttpRequest, code: str) -> HttpResponse:
    found = _titled(city.current().subjects, code)
    return _listing(request, found, catalogue.services_of_subject(code))


def _listing(request: HttpRequest, of: Titled, services: tuple[Service, ...]) -> HttpResponse:
    return render(request, "portal/listing.html", {"of": of, "services": services})


def _titled(all_of_them: Mapping[str, Titled], code: str) -> Titled:
    if code not in all_of_them:
        raise NotFound(_("There is no such page."), next_step=_("Search for what you need in your own words."))
    return all_of_them[code]
