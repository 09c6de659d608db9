"""Public requests, and what happened to them, as Open311 writes them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812

from onecity.api.open311.discovery import ENDPOINT
from onecity.api.open311.happenings import HAPPENINGS
from onecity.api.open311.moments import write_moment
from onecity.api.open311.services import notice
from onecity.city.definition import City
from onecity.contact.definition import Centre
from onecity.contact.models import ContactRequest
from onecity.contact.queries.published import Happening, Published, happened_to, pictures_of

Pictures = dict[UUID, list[tuple[UUID, str]]]
STATES = {
    ContactRequest.RECEIVED: N_("Received. It goes to the agency in charge."),
    ContactRequest.WORKING: N_("The agency in charge is working on it."),
    ContactRequest.ANSWERED: N_("The agency says that it is done; whoever reported it is asked whether it is."),
    ContactRequest.SOLVED: N_("Solved."),
    ContactRequest.CLOSED: N_("Closed."),
    ContactRequest.MERGED: N_("Joined with another report of the same matter."),
}  # fmt: skip


def request_list(found: Sequence[Published], centre: Centre, city: City, *, extended: bool) -> list[dict[str, Any]]:
    """Requests, with their public pictures; extended: with their history too."""
    ids = [request.id for request in found]
    pictures = pictures_of(ids) if ids else {}
    plain = [_request(request, centre, city, pictures) for request in found]
    if not extended:
        return plain
    notes = happened_to(ids, tuple(HAPPENINGS)) if ids else {}
    return [
        written | _extension(request, centre, pictures, notes.get(request.id, []))
        for request, written in zip(found, plain, strict=True)
    ]


def update_list(happenings: Sequence[Happening]) -> list[dict[str, Any]]:
    """What happened to requests, as FixMyStreet and its kin read it."""
    return [
        {
            "update_id": str(each.id),
            "service_request_id": each.number,
            "status": HAPPENINGS[each.kind][0],
            "updated_datetime": write_moment(each.at),
            "description": _(HAPPENINGS[each.kind][1]),
            "media_url": None,
        }
        for each in happenings
    ]


def _request(request: Published, centre: Centre, city: City, pictures: Pictures) -> dict[str, Any]:
    topic = centre.topics[request.topic]
    agency = city.agencies.get(request.agency)
    media = pictures.get(request.id)
    return {
        "service_request_id": request.number,
        "status": "open" if request.state in ContactRequest.OPEN_STATES else "closed",
        "status_notes": _(STATES[request.state]),
        "service_name": str(topic.title),
        "service_code": request.topic,
        "description": request.words or None,
        "agency_responsible": str(agency.name) if agency else None,
        "service_notice": notice(topic, city),
        "requested_datetime": write_moment(request.at),
        "updated_datetime": write_moment(request.ended_at or request.changed_at),
        "expected_datetime": write_moment(request.due_at),
        "address": _address(request, city),
        "address_id": None,
        "zipcode": None,
        "lat": request.lat,
        "long": request.lon,
        "media_url": _media_url(*media[0]) if media else None,
    }


def _address(request: Published, city: City) -> str | None:
    """From the most specific to the most general: the street, the district, the city."""
    district = city.districts.get(request.district)
    parts = [request.place, str(district or ""), str(city.name)]
    return ", ".join(filter(None, parts)) if request.place or district else None


def _extension(
    request: Published, centre: Centre, pictures: Pictures, happenings: Sequence[Happening]
) -> dict[str, Any]:
    topic = centre.topics[request.topic]
    return {
        "extended_attributes": {
            "state": request.state,
            "kind": request.kind,
            "group": topic.group,
            "district": request.district or None,
            "agency": request.agency or None,
            "photos": [{"media_url": _media_url(*each)} for each in pictures.get(request.id, [])],
        },
        "notes": [
            {"datetime": write_moment(each.at), "description": _(HAPPENINGS[each.kind][1]), "type": each.kind}
            for each in happenings
        ],
    }


def _media_url(picture: UUID, kind: str) -> str:
    return f"{settings.PUBLIC_URL}{ENDPOINT}/media/{picture}.{kind}"
