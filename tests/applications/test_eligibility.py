import pytest
from tests.applications.conftest import Walk, officer_of

from onecity.applications.eligibility import check_eligibility
from onecity.applications.refusals import MayNotFileFor
from onecity.catalogue.queries import get_service
from onecity.ledger.models import Entry


def ask(walk, whom=None, service="strict.apply"):
    return check_eligibility(service=get_service(service), resident_id=(whom or walk).resident.id, actor=walk.actor)


def test_who_may_is_told_so(mei):
    assert ask(mei).eligible


def test_who_may_not_is_told_every_reason(city):
    judged = ask(Walk(born="2015-01-01", points=12))
    assert not judged.eligible
    assert [reason["en"] for reason in judged.reasons] == ["You must be of age.", "You have 12 points or more."]


def test_what_the_city_does_not_know_does_not_hold(mei):
    mei.record("driving", {})
    assert [reason["en"] for reason in ask(mei).reasons] == ["You have 12 points or more."]


def test_only_what_the_rules_name_is_read_and_each_look_recorded(mei):
    ask(mei)
    assert sorted(Entry.objects.values_list("what", "purpose")) == [
        ("register.driving", "strict.apply"), ("register.population", "strict.apply"),
    ]  # fmt: skip


def test_a_service_without_conditions_reads_nothing(mei):
    assert ask(mei, service="one.apply").eligible
    assert not Entry.objects.exists()


def test_a_parent_may_ask_for_her_child(mei):
    child = Walk("Lin Bao", born="2015-01-01")
    with pytest.raises(MayNotFileFor):
        ask(mei, child)
    mei.parent_of(child)
    assert [reason["en"] for reason in ask(mei, child).reasons] == ["You must be of age."]


def test_an_officer_does_not_ask_for_a_resident(mei, wu):
    with pytest.raises(MayNotFileFor):
        check_eligibility(service=get_service("strict.apply"), resident_id=mei.resident.id, actor=officer_of())
