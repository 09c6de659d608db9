"""What residents say of a service after the decision, in public; a bad word must be answered."""

from uuid import UUID

from django.db import transaction

from onecity.agencies.calendar import add_working_days
from onecity.applications import casework, permissions
from onecity.applications.casework import Casework
from onecity.applications.clock import DAYS_TO_ANSWER_RATING
from onecity.applications.domain.messages import checked_text
from onecity.applications.models import Case, Rating
from onecity.applications.refusals import NoRatingYet, NoSuchCase, RatedAlready, StarsWrong
from onecity.applications.texts import COMMENT, checked
from onecity.catalogue import queries as catalogue
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.notices import domain as notices

BAD = 2  # stars or fewer


def rate_case(*, case_id: UUID, stars: int, comment: str, actor: Actor) -> Rating:
    """Once, after a decision. One or two stars alert the agency, which has five working days to answer."""
    comment = _checked(stars, comment)
    with transaction.atomic():
        work = casework.take_up(permissions.own_cases(actor).filter(id=case_id), actor, ended=True)
        _check_ratable(work.case)
        rating = _new_rating(work, stars, comment)
        work.happened("rated", stars=stars)
        casework.put_down(work)
    return rating


def answer_rating(*, rating_id: UUID, text: str, actor: Actor) -> Rating:
    """An officer of the agency answers, in public and once; answering again replaces nothing."""
    text = checked_text(text)
    with transaction.atomic():
        rating = _rating_of_agency(rating_id, actor)
        if rating.answered_at is None:
            _answer(rating, text, actor)
    return rating


def _checked(stars: int, comment: str) -> str:
    if not 1 <= stars <= 5:
        raise StarsWrong
    return checked(comment, field="comment", limit=COMMENT)


def _check_ratable(case: Case) -> None:
    if case.state not in (Case.GRANTED, Case.REFUSED):
        raise NoRatingYet
    if Rating.objects.filter(case_id=case.id).exists():
        raise RatedAlready


def _new_rating(work: Casework, stars: int, comment: str) -> Rating:
    case, bad = work.case, stars <= BAD
    due = add_working_days(casework.agency_of(case.agency), work.today, DAYS_TO_ANSWER_RATING) if bad else None
    rating = Rating.objects.create(
        case_id=case.id, resident_id=case.resident_id, service=case.service, agency=case.agency, stars=stars,
        comment=comment, answer_due_on=due,
    )  # fmt: skip
    if bad:
        _alert(work, rating)
    return rating


def _alert(work: Casework, rating: Rating) -> None:
    notices.alert_agency(
        agency=rating.agency,
        unit="",
        kind="bad-rating",
        facts={"number": work.case.number, "title": work.service.title, "stars": rating.stars},
        case_id=rating.case_id,
        about_id=rating.id,
        due_on=rating.answer_due_on,
    )


def _rating_of_agency(rating_id: UUID, actor: Actor) -> Rating:
    if actor.kind not in permissions.OFFICE:
        raise NoSuchCase
    rating = Rating.objects.select_for_update().filter(id=rating_id, agency=actor.agency).first()
    if rating is None:
        raise NoSuchCase
    return rating


def _answer(rating: Rating, text: str, actor: Actor) -> None:
    rating.answer, rating.answered_at, rating.answered_by = text, clock.now(), actor.name
    rating.save(update_fields=["answer", "answered_at", "answered_by"])
    notices.notify(
        resident_id=rating.resident_id,
        kind="rating-answered",
        facts={"title": catalogue.get_service(rating.service).title},
        case_id=rating.case_id,
    )
