"""Acting for somebody: chosen openly, shown everywhere, checked at every act."""

import pytest

from onecity.forms.models import Draft
from onecity.people.models import Mandate

SERVICE = "/services/family-doctor.apply/"


@pytest.fixture
def for_the_child(home, child):
    home.post("/me/acting/", {"person": str(child.id)})
    return home


def test_the_choice_is_shown_on_every_page(for_the_child, words):
    for address in ("/", "/cases/", "/inbox/", "/certificates/"):
        assert "You act for <strong>陈小雨</strong>" in for_the_child.get(address).content.decode()


def test_nobody_without_a_mandate_can_be_chosen(home, other_resident):
    assert home.post("/me/acting/", {"person": str(other_resident.id)}).status_code == 403
    assert home.post("/me/acting/", {"person": "nonsense"}).status_code == 404


def test_what_is_begun_is_the_childs(for_the_child, child, huating):
    from onecity.catalogue.queries import all_services

    service = next(found for found in all_services() if "child" in found.whom and "online" in found.channels)
    for_the_child.post(f"/services/{service.code}/apply", {"for_whom": str(child.id)})
    assert Draft.objects.get().resident_id == child.id


def test_a_form_made_for_another_person_is_refused_in_words(for_the_child, resident, words):
    """Two tabs: in one she chose the child, in the other a form for herself is still open."""
    answer = for_the_child.post("/services/residence-certificate.apply/apply", {"for_whom": str(resident.id)})
    assert answer.status_code in (403, 409)
    assert "Nothing was sent. This form was made for 林晓梅." in words(answer)
    assert not Draft.objects.exists()


def test_what_concerns_another_person_is_not_opened(for_the_child, case, words):
    answer = for_the_child.get(f"/cases/{case.id}/")
    assert answer.status_code in (403, 409)
    assert "This concerns 林晓梅." in words(answer)


def test_an_ended_mandate_puts_her_back_to_herself(for_the_child):
    Mandate.objects.update(revoked_at="2020-01-01T00:00Z")
    assert "陈小雨" not in for_the_child.get("/").content.decode()
