from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.applications.conftest import Walk

from onecity.applications import domain
from onecity.applications.models import Case, Event, Task
from onecity.applications.refusals import AnswersWrong, KeyReused, MayNotFileFor, NotEligible, ServiceClosed
from onecity.catalogue.models import CurrentService
from onecity.city import queries as city_queries
from onecity.common.errors import NotFound
from onecity.forms.models import Draft
from onecity.forms.queries import NoSuchDraft
from onecity.ledger.models import Entry
from onecity.notices.models import Notice

STATEMENTS = 12


def test_a_draft_becomes_a_case(mei):
    case = mei.file("one.apply")
    assert (case.state, case.service, case.agency, case.resident_id) == (
        "open",
        "one.apply",
        "traffic-police",
        mei.resident.id,
    )
    assert case.promised_on == date(2026, 11, 26)
    assert case.fee == Decimal("10.50")
    assert case.number.startswith("HT-")
    assert case.answers == {"full_name": "Lin Mei", "reason": "worn"}


def test_with_it_are_stored_its_first_event_and_task_a_trace_and_a_notice(mei):
    case = mei.file("one.apply")
    assert [event.kind for event in Event.objects.filter(case_id=case.id)] == ["submitted"]
    assert [(task.step, task.state, task.due_on) for task in Task.objects.filter(case_id=case.id)] == [
        ("decide", "ready", date(2026, 11, 26))
    ]
    assert Entry.objects.filter(case_id=case.id, action="submit", resident_id=mei.resident.id).count() == 1
    assert [notice.kind for notice in Notice.objects.filter(case_id=case.id)] == ["case-received"]


def test_only_steps_that_need_nothing_begin(mei):
    case = mei.file("wide.apply")
    assert set(Task.objects.filter(case_id=case.id).values_list("step", flat=True)) == {"photo", "health"}


def test_filing_again_gives_the_same_case(mei):
    draft = mei.draft()
    first, second = (domain.submit_application(draft_id=draft.id, actor=mei.actor) for _ in range(2))
    assert first.id == second.id
    assert Case.objects.count() == Notice.objects.count() == 1


def test_it_takes_few_statements(mei):
    draft = mei.draft()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        domain.submit_application(draft_id=draft.id, actor=mei.actor)
    assert len([q for q in queries if "SAVEPOINT" not in q["sql"]]) <= STATEMENTS


def test_wrong_answers_are_refused_by_field_and_nothing_is_stored(mei):
    draft = mei.draft(answers={"reason": "bored"})
    with pytest.raises(AnswersWrong) as refused:
        domain.submit_application(draft_id=draft.id, actor=mei.actor)
    assert set(refused.value.fields) == {"reason"}
    assert not Case.objects.exists()
    assert Draft.objects.get(id=draft.id).submitted_at is None


def test_a_question_that_is_asked_must_be_answered(mei):
    with pytest.raises(AnswersWrong) as refused:
        mei.file(answers={"reason": "lost"})
    assert set(refused.value.fields) == {"story"}


def test_what_was_typed_into_a_question_now_hidden_is_not_filed(mei):
    case = mei.file(answers={"reason": "worn", "story": "I had lost it, I thought."})
    assert "story" not in case.answers


def test_an_answer_that_differs_from_the_register_is_marked(mei):
    case = mei.file(answers={"full_name": "Lin May"})
    assert case.sources["full_name"] == {
        "register": "population", "attribute": "full_name", "value": "Lin Mei", "agrees": False,
    }  # fmt: skip


def test_who_may_not_have_it_is_told_every_reason(city):
    child = Walk("Lin Bao", born="2015-01-01", points=12)
    with pytest.raises(NotEligible) as refused:
        child.file("strict.apply")
    assert refused.value.reasons == ["You must be of age.", "You have 12 points or more."]


def test_registers_are_read_again_when_it_is_filed(mei):
    draft = mei.draft("strict.apply")
    mei.record("driving", {"points": 12})
    with pytest.raises(NotEligible):
        domain.submit_application(draft_id=draft.id, actor=mei.actor)


def test_needed_evidence_must_be_there(mei):
    with pytest.raises(AnswersWrong) as refused:
        mei.file("papers.apply", {"reason": "worn"})
    assert set(refused.value.fields) == {"photo"}
    assert mei.file("papers.apply", {"reason": "lost", "story": "On the train."}).state == "open"


def test_anothers_draft_is_not_there(mei):
    draft = mei.draft()
    with pytest.raises(NoSuchDraft):
        domain.submit_application(draft_id=draft.id, actor=Walk("Wang Fang").actor)


def test_a_parent_files_for_her_child(mei):
    child = Walk("Lin Bao", born="2015-01-01")
    mei.parent_of(child)
    draft = mei.draft(resident=child.resident.id)
    case = domain.submit_application(draft_id=draft.id, actor=mei.actor)
    assert (case.resident_id, str(case.account_id)) == (child.resident.id, mei.actor.id)


def test_a_mandate_that_the_service_does_not_allow_is_refused(mei):
    parent = Walk("Lin Guo", born="1950-01-01")
    from onecity.people.domain import give_mandate

    give_mandate(principal=parent.resident, agent_id=mei.resident.id, kind="parent")
    draft = mei.draft(resident=parent.resident.id)
    with pytest.raises(MayNotFileFor):
        domain.submit_application(draft_id=draft.id, actor=mei.actor)


def test_a_service_that_was_taken_away_is_refused(mei):
    draft = mei.draft()
    CurrentService.objects.filter(code="one.apply").delete()
    city_queries.forget()
    from onecity.catalogue import queries as catalogue

    catalogue._held = None
    with pytest.raises((ServiceClosed, NotFound)):
        domain.submit_application(draft_id=draft.id, actor=mei.actor)


def test_the_same_key_for_the_same_draft_gives_the_same_case(mei):
    draft = mei.draft()
    first, second = (domain.submit_application(draft_id=draft.id, actor=mei.actor, key="k-1") for _ in range(2))
    assert first.id == second.id


def test_the_same_key_for_another_draft_is_refused(mei):
    mei.file("one.apply", key="k-1")
    with pytest.raises(KeyReused):
        mei.file("wide.apply", key="k-1")
    assert Case.objects.count() == 1


def test_anothers_key_is_her_own_business(mei):
    mei.file(key="k-1")
    assert Walk("Wang Fang").file(key="k-1").request_key == "k-1"


def test_a_number_that_is_taken_is_drawn_again(mei, monkeypatch):
    taken = Walk("Wang Fang").file().number
    numbers = iter([taken, "HT-0000-0000-0"])
    monkeypatch.setattr("onecity.applications.domain.submission.new_number", lambda prefix: next(numbers))
    assert mei.file().number == "HT-0000-0000-0"
