"""Finding a service: open to everybody."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router

from onecity.api import schemas as api
from onecity.api import shapes
from onecity.api.access import ANYBODY_SIGNED_IN, resident, resident_id
from onecity.api.form_schema import schema_of
from onecity.applications import queries as applications
from onecity.applications.eligibility import check_eligibility
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Service

router = Router(tags=["services"])


@router.get("/search", response=api.SearchResult)
def search(
    request: HttpRequest,
    words: Annotated[str, Query(min_length=1, max_length=200)],
    language: Literal["en", "zh"] = "en",
    limit: Annotated[int, Query(ge=1, le=20)] = 5,
) -> object:
    """The services that fit somebody's own words, the best first."""
    hits = catalogue.search_services(words=words, language=language, limit=limit)
    return {"found": [{"service": shapes.service_brief(hit.service), "why": str(hit.why)} for hit in hits]}


@router.get("/services", response=api.ServicePage)
def list_services(
    request: HttpRequest,
    subject: api.Code | Literal[""] = "",
    life_event: api.Code | Literal[""] = "",
    agency: api.Code | Literal[""] = "",
    after: api.Code | Literal[""] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> object:
    """All services by code; ``after`` is the last code of the page before."""
    beyond = (service for service in catalogue.all_services() if service.code > after)
    wanted = sorted(
        (each for each in beyond if _is_wanted(each, subject=subject, life_event=life_event, agency=agency)),
        key=lambda service: service.code,
    )
    page = wanted[:limit]
    return {
        "items": [shapes.service_brief(each) for each in page],
        "after": page[-1].code if len(wanted) > limit else "",
    }


@router.get("/services/{code}", response=api.ServiceDetail)
def get_service(request: HttpRequest, code: api.Code) -> object:
    """One service: who may apply, what is asked and needed, the steps, and the date promised if filed today."""
    service = catalogue.get_service(code)
    return shapes.service_detail(service, schema_of(service))


@router.get("/services/{code}/ratings", response=api.RatingsOut)
def get_ratings(request: HttpRequest, code: api.Code) -> object:
    """What residents said of it, and what the agency answered."""
    found = applications.ratings_of_service(catalogue.get_service(code).code)
    return {"average": found.average, "count": found.count, "latest": [shapes.rating(each) for each in found.latest]}


@router.get("/services/{code}/eligibility", response=api.EligibilityOut, auth=ANYBODY_SIGNED_IN)
def get_eligibility(request: HttpRequest, code: api.Code, whom: UUID | None = None) -> object:
    """May I apply, or may she for whom I act (``whom``)? With a reason for every no."""
    actor, wanted = resident(request), whom or resident_id(request)
    judged = check_eligibility(service=catalogue.get_service(code), resident_id=wanted, actor=actor)
    return {"eligible": judged.eligible, "reasons": list(judged.reasons)}


def _is_wanted(service: Service, *, subject: str, life_event: str, agency: str) -> bool:
    """Whether it is of this subject, life event and agency; empty stands for any."""
    if life_event and life_event not in service.life_events:
        return False
    return subject in ("", service.subject) and agency in ("", service.agency)
