import pytest
from tests.applications.conftest import Walk, decide, officer_of

from onecity.applications import domain, queries
from onecity.applications.refusals import NoRatingYet, NoSuchCase, RatedAlready, StarsWrong, TextTooLong


@pytest.fixture
def case(mei, wu):
    case = mei.file("one.apply")
    decide(case, wu)
    return case


def rate(case, walk, stars=4, comment="Quick and friendly."):
    return domain.rate_case(case_id=case.id, stars=stars, comment=comment, actor=walk.actor)


def test_a_rating_is_public_without_a_name(case, mei):
    rate(case, mei)
    found = queries.ratings_of_service("one.apply")
    assert (found.average, found.count, found.latest[0].comment) == (4.0, 1, "Quick and friendly.")
    assert not hasattr(found.latest[0], "name")


def test_only_after_a_decision(mei):
    case = mei.file("one.apply")
    with pytest.raises(NoRatingYet):
        rate(case, mei)
    domain.withdraw_case(case_id=case.id, actor=mei.actor)
    with pytest.raises(NoRatingYet):
        rate(case, mei)


def test_only_once_and_only_by_her(case, mei):
    rate(case, mei)
    with pytest.raises(RatedAlready):
        rate(case, mei, 1)
    with pytest.raises(NoSuchCase):
        rate(case, Walk("Wang Fang"))


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_from_one_to_five_stars(case, mei, stars):
    with pytest.raises(StarsWrong):
        rate(case, mei, stars)


def test_a_comment_has_its_limit(case, mei):
    with pytest.raises(TextTooLong):
        rate(case, mei, comment="x" * 1001)


def test_bad_ratings_wait_for_the_agency_that_answers_once(case, mei, wu):
    rating = rate(case, mei, 1)
    assert [each.id for each in queries.ratings_to_answer(wu).items] == [rating.id]
    domain.answer_rating(rating_id=rating.id, text="We are sorry.", actor=wu)
    domain.answer_rating(rating_id=rating.id, text="Something else.", actor=wu)
    assert queries.rating_of_case(case.id).answer == "We are sorry."
    assert queries.ratings_to_answer(wu).items == []


def test_another_agency_neither_sees_nor_answers(case, mei):
    rating = rate(case, mei, 1)
    stranger = officer_of("health")
    assert queries.ratings_to_answer(stranger).items == []
    with pytest.raises(NoSuchCase):
        domain.answer_rating(rating_id=rating.id, text="Hello.", actor=stranger)


def test_the_resident_does_not_answer_herself(case, mei):
    rating = rate(case, mei, 1)
    with pytest.raises(NoSuchCase):
        domain.answer_rating(rating_id=rating.id, text="Hello.", actor=mei.actor)
