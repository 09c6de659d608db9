"""Rules are worked out as the format promises."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onecity import rules

TODAY = date(2026, 11, 23)
KNOWN = {
    "population": {"born": "1960-11-24", "sex": "female", "district": "lianhu"},
    "driving": {"expires": "2027-02-01", "points": 3, "licence_class": "C1"},
}


def holds(source, registers=KNOWN, **answers):
    return rules.compile(source).holds(rules.facts(registers=registers, answers=answers, today=TODAY))


@pytest.mark.parametrize(
    "source",
    [
        "register.driving.points < 12",
        "date(register.driving.expires) <= today + days(90)",
        "has(register.driving.expires) && date(register.driving.expires) > today",
        "applicant.age == 65",
        "applicant.sex == 'female' && applicant.district in ['lianhu', 'donghe']",
        "years_since(register.population.born) >= 60",
        "register.driving.licence_class.startsWith('C')",
        "!has(register.disability.level)",
        "'register.x form[0]' != 'has(form.reason)'",
        "[1, 2].exists(n, n == register.driving.points - 1)",
    ],
)
def test_holds(source):
    assert holds(source) is True


@pytest.mark.parametrize(
    ("source", "answers", "result"),
    [
        ("form.reason == 'lost'", {}, False),
        ("form.reason == 'lost'", {"reason": ""}, False),
        ("form.reason == 'lost'", {"reason": "lost"}, True),
        ("form.reason != 'lost'", {}, True),
        ("has(form.reason)", {}, False),
        ("has( form.reason )", {"reason": ""}, False),
        ("has(form.copies) && form.copies > 2", {}, False),
        ("has(form.copies) && form.copies > 2", {"copies": 3}, True),
        ("form.agrees == true", {"agrees": True}, True),
        ("form.agrees == true", {}, False),
        ("has(form.langs) && 'en' in form.langs", {"langs": ["en"]}, True),
    ],
)
def test_an_unanswered_question_is_null_and_not_had(source, answers, result):
    assert holds(source, **answers) is result


@pytest.mark.parametrize(
    ("source", "registers", "detail"),
    [
        ("register.driving.points < 12", {}, "looks at “points”, which is not known here"),
        ("register.driving.points < 12", {"driving": {"points": None}}, "looks at “points”, which is not known here"),
        ("register.driving.points < 12", {"driving": {"points": "3"}}, "mixes kinds of values"),
        ("date(register.driving.expires) < today", {"driving": {"expires": "soon"}}, "gives a function something"),
        ("date(register.driving.expires) < today", {"driving": {"expires": "20270201"}}, "gives a function something"),
        ("today + days(99999999) > today", {}, "gives a function something"),
        ("form.reason", {}, "gives nothing and not true or false"),
        ("form.reason.startsWith('a')", {}, ""),
        ("1 / 0 == 1", {}, "counts to a number that does not exist"),
        ("9223372036854775807 + 1 > 0", {}, "counts to a number that does not exist"),
    ],
)
def test_a_rule_that_cannot_be_worked_out_is_a_fault(source, registers, detail):
    with pytest.raises(rules.RuleFault) as fault:
        holds(source, registers)
    assert fault.value.detail.startswith(detail)


@pytest.mark.parametrize(
    ("source", "detail"),
    [
        ("", "a rule has 1 to 1000 characters"),
        ("true || " * 200 + "true", "a rule has 1 to 1000 characters"),
        ("1 +", "cannot be read"),
        ("form.reason = 'lost'", "cannot be read"),
        ("(" * 900, "cannot be read"),
        ("reason == 'lost'", "does not know “reason”"),
        ("true || __import__('os')", "does not know the function “__import__”"),
        ("now() > today", "does not know the function “now”"),
        ("register.driving == 1", "looks at “register.driving” without naming what of it"),
        ("register['driving'].points < 1", "looks at “register[” without naming what of it"),
        ("form[today] == 1", "looks at “form[” without naming what of it"),
        ("size(form) == 1", "looks at “form” without naming what of it"),
        ("applicant.salary > 1", "asks for applicant.salary, which is not known"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused_when_it_is_compiled(source, detail):
    with pytest.raises(rules.RuleFault) as fault:
        rules.compile(source)
    assert fault.value.detail.startswith(detail)


def test_a_fault_never_tells_what_is_in_a_register(caplog):
    with pytest.raises(rules.RuleFault) as fault:
        holds("date(register.driving.expires) < today", {"driving": {"expires": "secret"}})
    assert "secret" not in caplog.text + fault.value.detail + str(fault.value) + repr(fault.value.__cause__)


@pytest.mark.parametrize(
    ("source", "amount"),
    [("0", "0.00"), ("10", "10.00"), ("2.5", "2.50"), ("form.copies * 3", "6.00"), ("0.1 + 0.2", "0.30")],
)
def test_a_fee_is_a_sum_of_money(source, amount):
    facts = rules.facts(registers={}, answers={"copies": 2}, today=TODAY)
    assert rules.compile(source).amount(facts) == Decimal(amount)


@pytest.mark.parametrize("source", ["-1", "'10'", "true", "0.0 / 0.0", "1.0 / 0.0", "1000000000"])
def test_a_fee_that_is_no_sum_is_a_fault(source):
    with pytest.raises(rules.RuleFault):
        rules.compile(source).amount(rules.facts(registers={}, answers={}, today=TODAY))


def test_a_rule_tells_what_it_looks_at():
    names = rules.compile("has(register.driving.points) && form.reason == 'form.x' && applicant.age > 3").names
    assert names.attributes == {("driving", "points")}
    assert names.fields == {"reason"}
    assert names.registers == {"driving", "population"}


@pytest.mark.parametrize(
    ("born", "age"),
    [("2000-11-23", 26), ("2000-11-24", 25), ("2004-02-29", 22), ("2026-11-23", 0)],
)
def test_age_is_in_whole_years(born, age):
    assert rules.facts(registers={"population": {"born": born}}, answers={}, today=TODAY).applicant == {"age": age}


def test_rules_are_worked_out_in_many_threads_at_once():
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: holds("form.n == register.driving.points + 1", n=n % 7), range(700)))
    assert answers == [n % 7 == 4 for n in range(700)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
SOURCES = st.sampled_from(
    [
        "form.a == form.b",
        "form.a > form.b",
        "has(form.a) && form.a + form.b > 1",
        "form.a in form.b",
        "form.a.exists(x, x == form.b)",
        "size(form.a) > 0",
        "date(form.a) + days(form.b) > today",
        "years_since(form.a) >= form.b",
        "form.a.startsWith(form.b)",
        "int(form.a) / int(form.b) == 1",
        "form.a ? form.b : !form.b",
    ]
)


@given(SOURCES, JSON, JSON)
def test_whatever_the_answers_a_rule_holds_or_not_or_is_a_fault(source, a, b):
    with suppress(rules.RuleFault):
        assert holds(source, a=a, b=b) in (True, False)
