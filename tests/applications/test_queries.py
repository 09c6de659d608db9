from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.applications.conftest import Walk, decide, officer_of, on, run_jobs, task_of

from onecity.applications import domain, queries
from onecity.applications.models import Event
from onecity.applications.queries import QueueFilter
from onecity.applications.words import SENTENCES, sentence
from onecity.common.errors import Invalid

PAGE_OF_QUERIES = 12


def numbers(page):
    return [task.case_number for task in page.items]


def test_the_queue_is_due_first(mei, wu):
    first = mei.file("running.apply")
    with on(11, 24):
        later = Walk("Wang Fang").file("one.apply")
    assert numbers(queries.queue(wu)) == [first.number, later.number]


def test_pages_follow_each_other_without_gap_or_double(mei, wu):
    cases = [Walk(f"Person {n}").file("one.apply").number for n in range(5)]
    seen, after = [], ""
    while True:
        page = queries.queue(wu, after=after, limit=2)
        seen += numbers(page)
        if not (after := page.after):
            break
    assert seen == cases


@pytest.mark.parametrize("after", ["x", "%%%", "WyJhIiwiYiJd", "W10", "bnVsbA", "A" * 5000])
def test_a_made_up_page_is_refused(wu, after):
    with pytest.raises(Invalid):
        queries.queue(wu, after=after)


def test_what_is_done_or_automatic_is_not_in_the_queue(mei, wu):
    mei.file("auto.apply")
    decide(mei.file("one.apply"), wu)
    assert queries.queue(wu).items == []


def test_filters(mei, wu):
    one, running = mei.file("one.apply"), mei.file("running.apply")
    domain.take_task(task_id=task_of(one).id, actor=wu)
    assert numbers(queries.queue(wu, filter=QueueFilter(mine=True))) == [one.number]
    assert numbers(queries.queue(wu, filter=QueueFilter(service="running.apply"))) == [running.number]
    assert numbers(queries.queue(wu, filter=QueueFilter(state="ready"))) == [running.number]
    assert queries.queue(wu, filter=QueueFilter(unit="licences")).items == []
    assert queries.queue(wu, filter=QueueFilter(overdue=True)).items == []
    with on(11, 27):
        assert len(queries.queue(wu, filter=QueueFilter(overdue=True)).items) == 2


def test_a_queue_costs_one_query(mei, wu):
    for n in range(4):
        Walk(f"Person {n}").file("one.apply")
    with CaptureQueriesContext(connection) as done:
        queries.queue(wu)
    assert len(done) == 1


def test_what_changed_since_she_looked_is_marked(mei, wu):
    case = mei.file("one.apply")
    assert [queries.changed_since_seen(task) for task in queries.queue(wu).items] == [True]
    with on(11, 24):
        queries.case_for_officer(case.id, wu)
    assert [queries.changed_since_seen(task) for task in queries.queue(wu).items] == [False]
    with on(11, 25):
        domain.write_message(case_id=case.id, text="One more thing.", actor=mei.actor)
    assert [queries.changed_since_seen(task) for task in queries.queue(wu).items] == [True]


def test_a_case_costs_few_queries(mei, wu):
    case = mei.file("wide.apply")
    for n in range(5):
        domain.write_message(case_id=case.id, text=f"Message {n}", actor=mei.actor)
    with CaptureQueriesContext(connection) as done:
        queries.case_for_officer(case.id, wu)
    assert len(done) <= PAGE_OF_QUERIES


def test_the_resident_reads_what_happened_without_officers_names(mei, wu):
    case = mei.file("one.apply")
    decide(case, wu)
    lines = queries.case_for_resident(case.id, mei.actor).timeline
    assert [(line.words, line.who) for line in lines] == [
        ("The application was received. A decision is promised by Thursday 26 November 2026.", "Lin Mei"),
        ("Decide: done. All is in order.", "Traffic Police"),
        ("The application was granted.", "OneCity"),
    ]


def test_an_officer_reads_who_did_it(mei, wu):
    case = mei.file("one.apply")
    decide(case, wu)
    lines = queries.case_for_officer(case.id, wu).timeline
    assert [line.who for line in lines] == ["Lin Mei", "Officer Wu", "Officer Wu", "OneCity"]


def test_what_comes_next(mei):
    case = mei.file("mixed.apply")
    assert [(c.step, c.state, c.due_on) for c in queries.what_comes_next(case)] == [
        ("check", "automatic", date(2026, 11, 23)), ("decide", "later", None),
    ]  # fmt: skip
    run_jobs()
    case.refresh_from_db()
    assert [(c.step, c.state, c.office) for c in queries.what_comes_next(case)] == [
        ("decide", "ready", "Traffic Police")
    ]


def test_nothing_comes_after_the_end(mei):
    case = mei.file("one.apply")
    assert queries.what_comes_next(domain.withdraw_case(case_id=case.id, actor=mei.actor)) == []


def test_answers_in_words_with_their_source(mei, wu):
    case = mei.file("one.apply", {"full_name": "Lin May"})
    (page,) = queries.case_for_officer(case.id, wu).answers
    name, reason = page.answers
    assert (name.words, name.source, name.register_says) == ("Lin May", "Population register", "Lin Mei")
    assert (reason.words, reason.source) == ("Worn", "")


def test_a_residents_cases_newest_first(mei):
    cases = [mei.file(code) for code in ("one.apply", "wide.apply", "auto.apply")]
    Walk("Wang Fang").file()
    page = queries.cases_of(mei.resident.id, limit=2)
    assert page.items == [cases[2], cases[1]]
    assert queries.cases_of(mei.resident.id, page.after).items == [cases[0]]


def test_an_agencys_list_leaves_a_trace_for_each_case_shown(mei, wu):
    from onecity.ledger.models import Entry

    mei.file("one.apply"), Walk("Wang Fang").file("one.apply")
    page = queries.cases_of_agency(wu, limit=1)
    assert Entry.objects.filter(what="case.listed").count() == len(page.items) == 1


def test_a_traffic_officer_does_not_get_the_health_list(mei):
    mei.file("one.apply")
    assert queries.cases_of_agency(officer_of("health")).items == []


def test_which_cases_use_which_version(mei):
    mei.file("one.apply"), Walk("Wang Fang").file("one.apply")
    assert queries.cases_by_version("one.apply") == {1: 2}


@pytest.mark.parametrize("kind", SENTENCES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_event_is_a_sentence(city, kind, language):
    with override(language):
        words = sentence(Event(kind=kind, data={"title": {"en": "Check", "zh": "核查"}}))
    assert words.strip().endswith((".", "。"))
    assert "%" not in words


def test_a_rules_reason_is_read_in_the_readers_language(city):
    walk = Walk(points=8)
    case = walk.file("mixed.apply")
    run_jobs()
    with override("zh-hans"):
        found = queries.case_for_resident(case.id, walk.actor)
    assert found.case.reason == "The check did not hold.（中文）"
    assert found.timeline[-1].words == "申请未获批准。The check did not hold.（中文）"


def test_a_task_that_a_rule_could_not_settle_says_why_in_the_officers_language(mei, wu):
    case = mei.file("softly.apply")
    run_jobs()
    with override("zh-hans"):
        (task,) = queries.case_for_officer(case.id, wu).tasks
    assert task.reason == "The check did not hold.（中文）"


def test_the_resident_reads_the_office_and_not_the_officer(mei, wu):
    case = mei.file("one.apply")
    domain.write_message(case_id=case.id, text="Hello.", actor=wu)
    assert [m.author_name for m in queries.case_for_resident(case.id, mei.actor).messages] == ["Traffic Police"]
    assert [m.author_name for m in queries.case_for_officer(case.id, wu).messages] == ["Officer Wu"]
