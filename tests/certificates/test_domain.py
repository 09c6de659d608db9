"""Issuing and revoking."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from onecity.catalogue import queries as catalogue
from onecity.certificates.domain import _years_after, issue, revoke, said_by
from onecity.certificates.queries import certificates_of, check_code, get_certificate
from onecity.common import clock
from onecity.common.actor import SYSTEM, Actor
from onecity.common.errors import Invalid, NotFound, Refusal
from onecity.ledger.models import Entry

POLICE = Actor(kind="officer", id="1", agency="public-security", name="Chen Wei")


def test_a_certificate_says_in_both_languages_what_was_granted(certificate):
    said = said_by(certificate)
    assert said.title == {"en": "Residence certificate", "zh": "居住证明"}
    assert said.text["en"].startswith("林晓梅, born on 5 March 1990, lives at 12 Willow Lane")
    assert "1990年3月5日" in said.text["zh"]
    assert [str(fact.label["en"]) for fact in said.facts][:2] == ["Full name", "Date of birth"]
    assert (said.holder, said.city["zh"], said.made_up) == ("林晓梅", "华亭", True)
    assert certificate.valid_until == _years_after(clock.today(), 1)


def test_issuing_costs_three_statements_and_no_pdf(new_certificate, django_assert_max_num_queries):
    new_certificate()
    with django_assert_max_num_queries(5):  # the savepoint of the test's transaction counts twice
        new_certificate()


def test_issuing_is_traced(certificate):
    entry = Entry.objects.get(action="issue")
    assert (entry.resident_id, entry.what, entry.purpose) == (
        certificate.resident_id, "certificate.residence-certificate", "residence-certificate.apply",
    )  # fmt: skip


def test_a_case_gives_one_certificate(certificate, new_certificate):
    from types import SimpleNamespace

    granted = SimpleNamespace(pk=certificate.case_id, number="x", resident_id=certificate.resident_id)
    service = catalogue.get_service(certificate.service)
    with pytest.raises(IntegrityError), transaction.atomic():
        issue(case=granted, service=service, answers={}, actor=SYSTEM)


def test_a_service_that_gives_nothing_is_refused(resident):
    from msgspec.structs import replace

    service = replace(catalogue.get_service("residence-certificate.apply"), gives=None)
    with pytest.raises(Invalid, match="gives no certificate"):
        issue(case=None, service=service, answers={}, actor=SYSTEM)


def test_the_29th_of_february_ends_on_the_28th():
    assert _years_after(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert _years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_the_agency_revokes_with_a_reason_that_everybody_reads(certificate):
    revoke(certificate_id=certificate.pk, reason=" Issued by mistake. ", actor=POLICE)
    verdict = check_code(certificate.code)
    assert (verdict.state, verdict.revoked_reason) == ("revoked", "Issued by mistake.")
    assert verdict.revoked_at is not None
    assert Entry.objects.get(action="revoke").actor_name == "Chen Wei"


@pytest.mark.parametrize(
    "actor",
    [
        Actor(kind="officer", agency="water"),
        Actor(kind="resident", resident=uuid4()),
        Actor(kind="administrator"),
        Actor(kind="client", agency="public-security"),
    ],
    ids=lambda actor: f"{actor.kind}-{actor.agency}",
)
def test_nobody_else_can_revoke_or_learn_that_it_exists(certificate, actor):
    with pytest.raises(NotFound) as refused:
        revoke(certificate_id=certificate.pk, reason="x", actor=actor)
    with pytest.raises(NotFound) as unknown:
        revoke(certificate_id=uuid4(), reason="x", actor=actor)
    assert refused.value.message == unknown.value.message
    assert check_code(certificate.code).state == "valid"


@pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
def test_a_revocation_needs_a_reason(certificate, reason):
    with pytest.raises(Invalid):
        revoke(certificate_id=certificate.pk, reason=reason, actor=POLICE)


def test_a_second_revocation_is_refused(certificate):
    revoke(certificate_id=certificate.pk, reason="first", actor=POLICE)
    with pytest.raises(Refusal, match="revoked already"):
        revoke(certificate_id=certificate.pk, reason="second", actor=POLICE)
    assert check_code(certificate.code).revoked_reason == "first"


def test_a_wallet_holds_her_own_newest_first(certificate, new_certificate, other_resident):
    second = new_certificate()
    assert certificates_of(certificate.resident_id) == [second, certificate]
    assert certificates_of(certificate.resident_id, after=second.pk) == [certificate]
    assert certificates_of(other_resident.id) == []
    with pytest.raises(NotFound):
        get_certificate(certificate.pk, resident_id=other_resident.id)


def test_a_certificate_is_good_until_the_end_of_its_last_day(certificate):
    last = clock.now().replace(year=certificate.valid_until.year, month=certificate.valid_until.month,
                               day=certificate.valid_until.day, hour=4)  # fmt: skip
    with clock.set_to(last):
        assert check_code(certificate.code).state == "valid"
    with clock.set_to(last + timedelta(days=1)):
        assert check_code(certificate.code).state == "expired"
