"""A draft begun under one version of a service goes on under the next."""

from dataclasses import replace

import msgspec
import pytest

from onecity.catalogue import domain as catalogue_domain
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Field, Page, Source
from onecity.city import queries as city
from onecity.common.errors import NotFound
from onecity.common.text import Text
from onecity.forms import domain as forms
from onecity.forms.queries import get_draft
from onecity.ledger.models import Entry
from onecity.registers.models import Record

SERVICE = "residence-certificate.apply"
SEX = Field(code="sex", title=Text(en="Sex"), schema={"type": "string"}, source=Source("population", "sex"))


@pytest.fixture
def me(resident, actor_of):
    return actor_of(resident)


@pytest.fixture
def begun(resident, me):
    return forms.start_draft(service=catalogue.get_service(SERVICE), resident_id=resident.id, actor=me)


@pytest.fixture
def publish(huating_folder):
    """Put the service in force with other fields."""

    def put(change):
        services = [change(s) if s.code == SERVICE else s for s in huating_folder.services]
        catalogue_domain._install(replace(huating_folder, services=tuple(s for s in services if s)))
        city.forget()

    return put


def without_note_and_housing(service):
    """The next version asks for the sex, no longer for a note, and housing is no purpose any more."""
    fields = {code: field for code, field in service.fields.items() if code != "note"} | {"sex": SEX}
    choices = {code: words for code, words in fields["purpose"].choices.items() if code != "housing"}
    fields["purpose"] = msgspec.structs.replace(
        fields["purpose"], choices=choices, schema={"type": "string", "enum": list(choices)}
    )
    pages = {"you": Page(code="you", title=Text(en="You"), fields=tuple(fields))}
    return msgspec.structs.replace(service, version=service.version + 1, fields=fields, pages=pages)


def carry(draft, me):
    moved = forms.carry_over(draft, me)
    assert get_draft(draft.id, me).answers == draft.answers
    return moved


def test_nothing_happens_while_the_version_is_in_force(begun, me, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not forms.carry_over(begun, me)


def test_what_fits_stays_and_the_rest_is_left_behind(begun, me, publish):
    typed = {"phone": "13800000000", "purpose": "housing", "note": "For the bank"}
    draft = forms.save_answers(draft_id=begun.id, answers=typed, actor=me).draft
    publish(without_note_and_housing)
    assert carry(draft, me)
    assert (draft.answers["phone"], "purpose" in draft.answers, "note" in draft.answers) == (
        "13800000000",
        False,
        False,
    )
    assert draft.version_id == catalogue.version_id(SERVICE)


def test_a_new_question_is_filled_in_with_a_trace_of_the_look(begun, me, publish):
    publish(without_note_and_housing)
    carry(begun, me)
    assert (begun.answers["sex"], begun.sources["sex"]["register"]) == ("female", "population")
    assert Entry.objects.filter(action="read", what="register.population").count() == 2


def test_what_she_changed_stays_hers_and_the_rest_is_looked_up_anew(begun, resident, me, publish):
    draft = forms.save_answers(draft_id=begun.id, answers={"address": "1 New Street, Flat 2"}, actor=me).draft
    known = Record.objects.get(resident_id=resident.id, register="population")
    known.data |= {"full_name": "林小梅", "address": "9 Old Street, Flat 1"}
    known.save()
    publish(without_note_and_housing)
    carry(draft, me)
    assert (draft.answers["address"], draft.sources["address"]["typed"]) == ("1 New Street, Flat 2", True)
    assert (draft.answers["full_name"], draft.sources["full_name"]["typed"]) == ("林小梅", False)


def test_what_was_wrong_before_is_still_there_to_be_corrected(begun, me, publish):
    draft = forms.save_answers(draft_id=begun.id, answers={"phone": "call me"}, actor=me).draft
    publish(without_note_and_housing)
    carry(draft, me)
    assert draft.answers["phone"] == "call me"


def test_the_draft_of_a_service_that_is_gone_stays_as_it_is(begun, me, publish):
    publish(lambda service: None)
    assert not forms.carry_over(begun, me)


def test_a_filed_one_stays_under_its_version(case, draft, me, publish):
    publish(without_note_and_housing)
    assert not forms.carry_over(get_draft(draft.id, me), me)


def test_nobody_carries_a_strangers_draft(begun, other_resident, actor_of, publish):
    publish(without_note_and_housing)
    with pytest.raises(NotFound):
        forms.carry_over(begun, actor_of(other_resident))


def test_the_resident_is_told_that_the_form_has_changed(begun, resident, publish, signed_in):
    publish(without_note_and_housing)
    shown = signed_in(resident).get(f"/drafts/{begun.id}/", follow=True)
    assert "This form has changed since you began." in shown.content.decode()
    assert (
        "changed since you began" not in signed_in(resident).get(f"/drafts/{begun.id}/", follow=True).content.decode()
    )
