"""Drafts: filled in from the registers, kept at every page, found again, lost by nothing."""

import contextlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onecity.catalogue import queries as catalogue
from onecity.common.errors import Invalid, NotAllowed, NotFound, Refusal
from onecity.files.models import Content
from onecity.forms import domain as forms
from onecity.forms import queries
from onecity.forms.evidence import add_evidence
from onecity.forms.models import Draft
from onecity.ledger.models import Entry
from onecity.people.domain import revoke_mandate
from onecity.people.models import Mandate

SERVICE = "residence-certificate.apply"
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
JSON = PLAIN | st.lists(PLAIN, max_size=2) | st.dictionaries(st.text(max_size=3), PLAIN, max_size=2)


@pytest.fixture
def me(resident, actor_of):
    return actor_of(resident)


@pytest.fixture
def begun(resident, me):
    return forms.start_draft(service=catalogue.get_service(SERVICE), resident_id=resident.id, actor=me)


def test_what_the_city_knows_is_filled_in_with_its_source(begun, resident):
    assert begun.answers["full_name"] == resident.name
    source = begun.sources["full_name"]
    assert (source["register"], source["attribute"], source["typed"]) == ("population", "full_name", False)


def test_the_reading_of_the_register_stands_in_the_ledger(begun, resident):
    read = Entry.objects.get(resident_id=resident.id, action="read")
    assert (read.what, read.purpose) == ("register.population", SERVICE)


def test_beginning_again_goes_on_with_the_same_draft(begun, resident, me):
    again = forms.start_draft(service=catalogue.get_service(SERVICE), resident_id=resident.id, actor=me)
    assert again.id == begun.id


def test_a_wrong_answer_is_kept_and_named(begun, me):
    result = forms.save_page(draft_id=begun.id, page="purpose", answers={"purpose": "fun"}, actor=me)
    assert result.errors["purpose"] == "Choose one of the answers."
    assert queries.get_draft(begun.id, me).answers["purpose"] == "fun"


def test_a_right_page_leads_to_the_next(begun, me):
    page = catalogue.get_service(SERVICE).pages["you"]
    answers = {code: begun.answers.get(code) for code in page.fields} | {"phone": "13800000000"}
    answers = {code: value for code, value in answers.items() if code in page.fields}
    result = forms.save_page(draft_id=begun.id, page="you", answers=answers, actor=me)
    assert (result.errors, result.next_page.code) == ({}, "purpose")


def test_an_answer_that_differs_from_the_register_is_marked_as_typed(begun, me):
    changed = forms.save_answers(draft_id=begun.id, answers={"address": "1 New Street, Flat 2"}, actor=me).draft
    assert changed.sources["address"]["typed"] is True
    assert changed.sources["full_name"]["typed"] is False


def test_another_resident_finds_no_such_draft(begun, other_resident, actor_of):
    with pytest.raises(NotFound):
        queries.get_draft(begun.id, actor_of(other_resident))
    with pytest.raises(NotFound):
        forms.save_answers(draft_id=begun.id, answers={}, actor=actor_of(other_resident))


def test_nobody_begins_for_a_stranger(resident, other_resident, actor_of):
    with pytest.raises(NotAllowed):
        forms.start_draft(
            service=catalogue.get_service(SERVICE), resident_id=other_resident.id, actor=actor_of(resident)
        )


def test_a_draft_for_a_child_ends_with_the_mandate(child, resident, me):
    draft = forms.start_draft(service=catalogue.get_service(SERVICE), resident_id=child.id, actor=me)
    assert draft.answers["full_name"] == child.name
    revoke_mandate(mandate_id=Mandate.objects.get(principal_id=child.id).id, actor=me)
    with pytest.raises(NotFound):
        queries.get_draft(draft.id, me)


def test_a_draft_that_was_filed_takes_nothing_more(case, draft, me):
    with pytest.raises(forms.DraftSubmitted):
        forms.save_answers(draft_id=draft.id, answers={"note": "more"}, actor=me)


def test_a_field_that_is_not_of_the_form_is_refused(begun, me):
    with pytest.raises(Refusal, match="no field called resident_id"):
        forms.save_answers(draft_id=begun.id, answers={"resident_id": "x"}, actor=me)


def test_a_discarded_draft_is_gone_with_its_documents(begun, me):
    add_evidence(draft_id=begun.id, evidence="housing", upload=SimpleUploadedFile("a.pdf", PDF), actor=me)
    forms.discard_draft(draft_id=begun.id, actor=me)
    assert not Draft.objects.filter(id=begun.id).exists()
    assert not Content.objects.exists()


def test_a_document_that_is_not_asked_for_is_refused(begun, me):
    with pytest.raises(NotFound):
        add_evidence(draft_id=begun.id, evidence="diploma", upload=SimpleUploadedFile("a.pdf", PDF), actor=me)


def test_what_is_refused_leaves_the_rest_as_it_was(begun, me):
    with pytest.raises(Refusal):
        forms.save_answers(draft_id=begun.id, answers={"phone": "1", "note": {"a": 1}}, actor=me)
    with pytest.raises(Refusal, match="too long together"):
        forms.save_answers(
            draft_id=begun.id, answers={"phone": "1", "note": "梅" * 30_000, "purpose": "梅" * 2000}, actor=me
        )
    assert "phone" not in queries.get_draft(begun.id, me).answers


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(["phone", "note", "born", "purpose"]), JSON, max_size=3))
def test_whatever_is_sent_is_kept_or_refused_in_words(begun, me, answers):
    with contextlib.suppress(Invalid):
        forms.save_answers(draft_id=begun.id, answers=answers, actor=me)


def test_beginning_costs_seven_queries(resident, me, django_assert_max_num_queries):
    service = catalogue.get_service(SERVICE)
    with django_assert_max_num_queries(7):
        forms.start_draft(service=service, resident_id=resident.id, actor=me)


def test_saving_a_page_costs_four_queries(begun, me, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        forms.save_page(draft_id=begun.id, page="purpose", answers={"purpose": "school"}, actor=me)
