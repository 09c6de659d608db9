"""A resident says what is wrong; the agency that owns the register answers."""

import pytest

from onecity.common.errors import Invalid, NotAllowed, NotFound, Refusal
from onecity.ledger.models import Entry
from onecity.notices.models import AgencyAlert, Notice
from onecity.registers import domain as registers
from onecity.registers.models import Correction, Record
from onecity.registers.queries import corrections_to_answer


@pytest.fixture
def report(resident, actor_of):
    def make(attribute="address", should_be="1 New Street, Flat 2", **more):
        return registers.dispute(
            resident_id=resident.id, register="population", attribute=attribute, should_be=should_be,
            actor=actor_of(resident), **more,
        )  # fmt: skip

    return make


def test_the_agency_that_owns_the_register_is_told(report, officer, actor_of):
    correction = report()
    [waiting] = corrections_to_answer(actor_of(officer))
    assert (waiting.id, waiting.says) == (correction.id, "12 Willow Lane, Building 3, Flat 502")
    assert AgencyAlert.objects.get().agency == "public-security"


def test_the_officer_who_compares_leaves_a_trace(report, resident, officer, actor_of):
    report()
    corrections_to_answer(actor_of(officer))
    look = Entry.objects.get(resident_id=resident.id, action="read", actor_kind="officer")
    assert (look.what, look.purpose) == ("register.population.address", "correction")


def test_words_that_no_database_takes_are_cleaned(report, officer, actor_of):
    correction = report(note="a\x00b", should_be="1 New\x00 Street, Flat 2")
    assert (correction.note, correction.should_be) == ("ab", "1 New Street, Flat 2")
    registers.answer_correction(correction_id=correction.id, mend=True, answer="Thanks\x00", actor=actor_of(officer))


def test_a_mended_register_says_what_the_resident_said(report, resident, officer, actor_of):
    correction = report()
    registers.answer_correction(correction_id=correction.id, mend=True, answer="Mended.", actor=actor_of(officer))
    known = Record.objects.get(resident_id=resident.id, register="population").data
    assert (known["address"], known["full_name"]) == ("1 New Street, Flat 2", resident.name)
    assert Notice.objects.get(resident_id=resident.id).kind == "correction-answered"


def test_a_kept_register_stays_as_it_was(report, resident, officer, actor_of):
    before = Record.objects.get(resident_id=resident.id, register="population").data
    registers.answer_correction(correction_id=report().id, mend=False, answer="It is right.", actor=actor_of(officer))
    assert Record.objects.get(resident_id=resident.id, register="population").data == before


def test_no_other_agency_answers(report, other_agency_officer, actor_of):
    correction = report()
    assert corrections_to_answer(actor_of(other_agency_officer)) == []
    with pytest.raises(NotFound):
        registers.answer_correction(
            correction_id=correction.id, mend=True, answer="x", actor=actor_of(other_agency_officer)
        )
    assert Correction.objects.get().state == Correction.OPEN


def test_the_same_is_reported_once_and_answered_once(report, officer, actor_of):
    correction = report()
    with pytest.raises(Refusal, match="reported this already"):
        report()
    registers.answer_correction(correction_id=correction.id, mend=False, answer="No.", actor=actor_of(officer))
    with pytest.raises(Refusal, match="answered this already"):
        registers.answer_correction(correction_id=correction.id, mend=True, answer="Yes.", actor=actor_of(officer))


@pytest.mark.parametrize(("attribute", "value"), [("born", "31 February"), ("address", ""), ("address", "x" * 301)])
def test_a_value_that_cannot_be_is_refused(report, attribute, value):
    with pytest.raises(Invalid):
        report(attribute, value)


def test_nobody_reports_for_a_stranger(resident, other_resident, actor_of):
    with pytest.raises(NotAllowed):
        registers.dispute(
            resident_id=resident.id, register="population", attribute="address", should_be="elsewhere",
            actor=actor_of(other_resident),
        )  # fmt: skip
