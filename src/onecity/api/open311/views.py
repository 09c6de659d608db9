"""The addresses of GeoReport v2, and of its extensions in real use."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onecity.api.open311 import documents, filters, media, posting
from onecity.api.open311.adding import add_update
from onecity.api.open311.discovery import discovery as described
from onecity.api.open311.door import READ, open_door
from onecity.api.open311.happenings import HAPPENINGS
from onecity.api.open311.listed import request_list, update_list
from onecity.api.open311.services import definition, service_list
from onecity.city.queries import current as city
from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.common.ids import read_number
from onecity.contact import releases
from onecity.contact.domain.intake import receive
from onecity.contact.queries.published import (
    Place,
    Wanted,
    happened,
    number_by_token,
    place_after,
    published,
)
from onecity.identity import limits

LISTS, LISTS_WITHIN = 600, timedelta(minutes=1)  # lists that one network address may ask for
REQUESTS, UPDATES = "service_requests", "service_requests_updates"


@open_door(*READ)
def discovery(_request: HttpRequest, form: str) -> HttpResponse:
    return documents.answer("discovery", described(city()), form)


@open_door(*READ)
def services(_request: HttpRequest, form: str) -> HttpResponse:
    return documents.answer("services", service_list(releases.current(), city()), form)


@open_door(*READ)
def service(_request: HttpRequest, code: str, form: str) -> HttpResponse:
    topic = releases.current().topics.get(code)
    if topic is None:
        raise NotFound(_("This service_code is not found."), next_step=_("Take it from the list of services."))
    return documents.answer("service_definition", definition(topic), form)


@open_door(*READ, "POST")
def requests(request: HttpRequest, form: str) -> HttpResponse:
    """The list of public requests; or file one."""
    if request.method == "POST":
        return _file(request, form)
    _check_burst(request)
    wanted = filters.read_wanted(request.GET, clock.now())
    found = published(wanted)
    extended = filters.is_extended(request.GET)
    listed = documents.answer(REQUESTS, request_list(found, releases.current(), city(), extended=extended), form)
    return _with_next(request, listed, place_after(found, wanted))


@open_door(*READ)
def one_request(request: HttpRequest, number: str, form: str) -> HttpResponse:
    """A public request by its number. A private one is not there."""
    known = read_number(number)
    found = published(Wanted(numbers=(known,), limit=1)) if known else []
    if not found:
        raise NotFound(_("This service_request_id is not found."), next_step=_("Check the number."))
    extended = filters.is_extended(request.GET)
    return documents.answer(REQUESTS, request_list(found, releases.current(), city(), extended=extended), form)


@open_door(*READ)
def token(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """The number of the request that a token belongs to: the one in the link that its reporter was given."""
    _check_burst(request)
    number = number_by_token(token)
    if number is None:
        raise NotFound(_("This token is not found."), next_step=_("Check the token."))
    return documents.answer(REQUESTS, [{"service_request_id": number, "token": token}], form)


@open_door(*READ, "POST")
def updates(request: HttpRequest, form: str) -> HttpResponse:
    """What happened to public requests in a span of time, the oldest first; or words to be added to one."""
    if request.method == "POST":
        return documents.answer("service_request_updates", [add_update(request)], form)
    _check_burst(request)
    since, until = filters.read_span(request.GET, clock.now())
    first, limit, after = filters.read_page(request.GET)
    found = happened(kinds=tuple(HAPPENINGS), since=since, until=until, first=first, limit=limit, after=after)
    ended = Place(found[-1].at, found[-1].id) if len(found) == limit else None
    return _with_next(request, documents.answer(UPDATES, update_list(found), form), ended)


@open_door(*READ)
def picture(_request: HttpRequest, picture: str, kind: str) -> HttpResponse:
    return media.show(picture)


@open_door()
def nowhere(_request: HttpRequest) -> HttpResponse:
    raise NotFound(_("There is nothing at this address."))


def _file(request: HttpRequest, form: str) -> HttpResponse:
    """Store a request, then say its number. Where it can be followed is told to nobody but the sender."""
    actor = posting.sender(request)
    posted = posting.read_posted(request, releases.current())
    key = posting.repeat_key(request.headers, actor)
    received = receive(
        channel="open311", words=posted.words, actor=actor, topic=posted.topic, place=posted.place, lon=posted.lon,
        lat=posted.lat, name=posted.name, phone=posted.phone, email=posted.email, answers=posted.answers,
        pictures=posted.pictures, key=key,
    )  # fmt: skip
    return documents.answer(REQUESTS, [posting.receipt(received)], form)


def _with_next(request: HttpRequest, listed: HttpResponse, ended: Place | None) -> HttpResponse:
    """Where the next page is (RFC 8288), for programs that want everything: it comes as quickly as the first."""
    if ended:
        asked = request.GET.copy()
        asked.pop("page", None)
        asked["after"] = f"{ended.at.isoformat()}~{ended.id}"
        listed["Link"] = f'<{settings.PUBLIC_URL}{request.path}?{asked.urlencode()}>; rel="next"'
        listed["Access-Control-Expose-Headers"] = "Link"
    return listed


def _check_burst(request: HttpRequest) -> None:
    limits.check(what="open311-list", who=limits.address_of(request), times=LISTS, within=LISTS_WITHIN)
