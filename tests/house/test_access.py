"""Every route, asked for by everybody: what happens is what ``docs/access.md`` says, no more and no less."""

import sys
from pathlib import Path

import pytest
from django.contrib import messages
from django.db import transaction

sys.path.insert(0, str(Path(__file__).parent))
import requests_of
import routes
import world

YES, SIGN_IN, NO, NO_SUCH_ACT = "yes", "sign in", "no", "–"


class Undone(Exception):
    """Takes back what a request did."""


@pytest.fixture
def asked(
    resident,
    other_resident,
    child,
    officer,
    other_agency_officer,
    head,
    designer,
    operator,
    administrator,
    auditor,
    signed_in,
):
    """Ask for a route as every role: role -> what happened."""
    city = world.World(resident, child, officer)
    names, bodies = requests_of.parameters(city), requests_of.bodies(city)
    people = {
        "resident": resident, "other resident": other_resident, "officer": officer,
        "other agency": other_agency_officer, "head": head, "designer": designer, "operator": operator,
        "administrator": administrator, "auditor": auditor,
    }  # fmt: skip
    callers = world.callers(people, signed_in)

    def ask(route):
        method, path = route.split(" ", 1)[0], routes.address(route, names)
        return {role: _happened(caller, method, path, bodies.get(route, {})) for role, caller in callers.items()}

    return ask


def _happened(caller, method, path, body):
    """What a request led to; what it changed is taken back."""
    answers = []
    try:
        with transaction.atomic():
            answers.append(caller.call(method, path, body))
            raise Undone
    except Undone:
        return _word(answers[0])


def _word(answer):
    """A form that is sent back for what is in it (400, 409, 422) was let through: that is a yes."""
    status, to = answer.status_code, answer.headers.get("Location", "")
    assert status < 500, (answer.request["PATH_INFO"], status)
    if status == 401 or (status == 302 and to.startswith("/account/login/")):
        return SIGN_IN
    if status == 405:
        return NO_SUCH_ACT
    return NO if status in (403, 404) or _refused(answer) else YES


def _refused(answer):
    """At the desk and in the portal a refusal may be a message on the page that one comes back to."""
    request = getattr(answer, "wsgi_request", None)
    told = list(messages.get_messages(request)) if request and answer.status_code == 302 else []
    return any(message.level == messages.ERROR for message in told)


def test_every_path_is_listed_and_no_route_is_that_is_gone():
    listed, there = set(routes.table()), set(routes.routes())
    paths = {route.split(" ", 1)[1] for route in listed}
    assert sorted({route.split(" ", 1)[1] for route in there} - paths) == [], "paths that docs/access.md does not list"
    assert sorted(listed - there) == [], "routes that are no more"


def test_the_table_has_a_column_for_every_role():
    assert all(tuple(row) == world.ROLES for row in routes.table().values())


def test_everybody_gets_what_the_table_says(asked):
    wrong = {}
    for route, said in routes.table().items():
        seen = asked(route)
        wrong |= {(route, role): (said[role], seen[role]) for role in said if said[role] != seen[role]}
    assert wrong == {}, "(route, role): (what the table says, what happened)"


def test_a_method_that_is_not_listed_lets_nobody_in(asked):
    unlisted = set(routes.routes()) - set(routes.table())
    seen = {(route, role): word for route in sorted(unlisted) for role, word in asked(route).items()}
    assert {who for who, word in seen.items() if word == YES} == set()
