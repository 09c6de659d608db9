"""Who sees which case. Every test has data that could leak."""

import pytest
from tests.applications.conftest import Walk, decide, officer_of, task_of

from onecity.applications import domain, queries
from onecity.applications.refusals import NoSuchCase
from onecity.city import queries as city
from onecity.common.actor import SYSTEM, Actor
from onecity.common.ids import new_id
from onecity.ledger.models import Entry
from onecity.people.models import Mandate

NOBODIES = [
    Actor(kind="administrator", id=str(new_id())),
    Actor(kind="auditor", id=str(new_id())),
    Actor(kind="officer", id=str(new_id()), agency="traffic-police"),
    Actor(kind="officer", id=str(new_id()), units=frozenset({"intake"})),
    Actor(kind="client", id=str(new_id())),
    Actor(kind="resident", id=str(new_id())),
]


@pytest.fixture
def case(mei):
    return mei.file("one.apply")


def test_her_own_case_is_hers(case, mei):
    assert queries.case_for_resident(case.id, mei.actor).case == case


def test_anothers_is_not_there(case):
    with pytest.raises(NoSuchCase):
        queries.case_for_resident(case.id, Walk("Wang Fang").actor)


def test_a_parent_sees_her_childs_case_while_the_mandate_lasts(mei):
    mother, child = mei, Walk("Lin Bao", born="2015-01-01")
    case = child.file("one.apply")
    mother.parent_of(child)
    assert queries.case_for_resident(case.id, mother.actor).case == case
    Mandate.objects.update(ends="2026-11-22")
    with pytest.raises(NoSuchCase):
        queries.case_for_resident(case.id, mother.actor)


def test_a_child_does_not_see_her_parents_case(mei):
    mother, child = mei, Walk("Lin Bao", born="2015-01-01")
    mother.parent_of(child)
    with pytest.raises(NoSuchCase):
        queries.case_for_resident(mother.file("one.apply").id, child.actor)


def test_what_a_parent_looks_at_is_in_the_ledger(mei):
    mother, child = mei, Walk("Lin Bao", born="2015-01-01")
    mother.parent_of(child)
    case = child.file("one.apply")
    queries.case_for_resident(case.id, mother.actor)
    assert Entry.objects.filter(action="read", what="case", case_id=case.id, actor_id=mother.actor.id).count() == 1


@pytest.mark.parametrize("actor", NOBODIES, ids=lambda actor: f"{actor.kind} {actor.agency}")
def test_who_has_no_office_sees_nothing(case, actor):
    for read in (queries.case_for_resident, queries.case_for_officer):
        with pytest.raises(NoSuchCase):
            read(case.id, actor)
    assert queries.queue(actor).items == []
    assert queries.cases_of_agency(actor).items == []


def test_an_officer_of_the_service_sees_it_and_the_look_is_recorded(case, wu):
    assert queries.case_for_officer(case.id, wu).case == case
    entry = Entry.objects.get(action="read", what="case", case_id=case.id)
    assert (entry.actor_name, entry.purpose, entry.resident_id) == ("Officer Wu", "one.apply", case.resident_id)


def test_38_other_agencies_do_not(case):
    for code in set(city.current().agencies) - {"traffic-police"}:
        with pytest.raises(NoSuchCase):
            queries.case_for_officer(case.id, officer_of(code))
    assert not Entry.objects.filter(action="read", what="case").exists()


def test_an_agency_with_a_step_sees_it_also_afterwards(mei):
    case, doctor = mei.file("wide.apply"), officer_of("health")
    decide(case, doctor, "health")
    assert queries.case_for_officer(case.id, doctor).case == case


def test_who_handed_it_over_still_sees_it(mei, wu):
    case, doctor, midwife = mei.file("wide.apply"), officer_of("health"), officer_of("women-and-children")
    domain.take_task(task_id=task_of(case, "health").id, actor=doctor)
    domain.hand_over(
        task_id=task_of(case, "health").id, agency="women-and-children", unit="intake", reason="Hers.", actor=doctor
    )
    assert queries.case_for_officer(case.id, doctor).case == case
    assert queries.case_for_officer(case.id, midwife).case == case


def test_the_system_of_an_agency_sees_what_its_officers_see(case):
    client = Actor(kind="client", id=str(new_id()), agency="traffic-police", name="Traffic system")
    assert queries.case_for_officer(case.id, client).case == case
    assert [task.case_id for task in queries.queue(client).items] == [case.id]


def test_nobody_acts_for_the_system_through_the_faces(case):
    with pytest.raises(NoSuchCase):
        queries.case_for_officer(case.id, SYSTEM)


def test_an_officer_does_not_withdraw_or_rate(case, wu):
    with pytest.raises(NoSuchCase):
        domain.withdraw_case(case_id=case.id, actor=wu)
    with pytest.raises(NoSuchCase):
        domain.rate_case(case_id=case.id, stars=5, comment="", actor=wu)
