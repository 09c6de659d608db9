from types import SimpleNamespace

import pytest

from onecity.applications import steps
from onecity.catalogue.definition import Step
from onecity.common.text import Text


def graph(**needs):
    """A service with only steps: code -> the codes it needs."""
    made = {
        code: Step(code=code, title=Text(en=code), agency="a", unit="u", needs=tuple(each.split()))
        for code, each in needs.items()
    }
    return SimpleNamespace(steps=made)


DIAMOND = graph(check="", photo="check", fee="check", decide="photo fee")


@pytest.mark.parametrize(
    ("passed", "begun", "expected"),
    [
        ("", "", ["check"]),
        ("", "check", []),
        ("check", "check", ["photo", "fee"]),
        ("check photo", "check photo fee", []),
        ("check photo fee", "check photo fee", ["decide"]),
        ("check photo fee decide", "check photo fee decide", []),
    ],
)
def test_a_step_begins_when_all_it_needs_is_passed(passed, begun, expected):
    found = steps.can_begin(DIAMOND, passed=passed.split(), begun=begun.split())
    assert [step.code for step in found] == expected


def test_all_is_passed_only_when_every_step_is():
    assert not steps.all_passed(DIAMOND, {"check", "photo", "fee"})
    assert steps.all_passed(DIAMOND, {"check", "photo", "fee", "decide"})


def test_what_is_still_to_come():
    assert [step.code for step in steps.still_to_come(DIAMOND, begun={"check"})] == ["photo", "fee", "decide"]
