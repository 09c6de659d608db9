"""A program adds words to what it filed, and to nothing else."""

import pytest
from tests.api.open311.conftest import V2, Program, said, texts

from onecity.common import clock
from onecity.contact.models import ContactEvent, ContactRequest
from onecity.identity.domain import issue_token

pytestmark = pytest.mark.django_db


def add(program, form="xml", **fields):
    return program.client.post(f"{V2}/servicerequestupdates.{form}", {"api_key": program.key, **fields})


def test_words_are_added(program):
    number = program.file()
    answer = add(program, service_request_id=number, description="It is\nstill dark.", status="CLOSED", update_id="7")
    event = ContactEvent.objects.get(kind="added")
    assert texts(answer, "request_update/update_id") == [str(event.id)]
    assert event.data == {"text": "It is\nstill dark."}
    assert ContactRequest.objects.get().state == "working"


def test_what_was_added_is_not_told_to_everybody(program, stranger):
    number = program.file()
    add(program, service_request_id=number, description="Li Na lives there.")
    assert b"Li Na" not in stranger.get(f"requests/{number}.json", extensions="true").content
    assert b"Li Na" not in stranger.get("servicerequestupdates.xml").content


def test_to_anybody_elses_request_nothing_can_be_added(program, stranger):
    number = program.file()
    other = Program(issue_token(name="Another", agency="water"))
    assert add(other, service_request_id=number, description="x").status_code == 404
    assert add(stranger, service_request_id=number, description="x").status_code == 403
    assert not ContactEvent.objects.filter(kind="added").exists()


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"service_request_id": ""}, 400, "The service_request_id is missing."),
        ({"service_request_id": "HT-0000-0000-1"}, 404, "This service_request_id is not found."),
        ({"description": " "}, 400, "description: Write what there is to add."),
        ({"description": "<b>x</b>"}, 400, "description: Write plain text"),
        ({"description": "x" * 2001}, 400, "description: At most 2000 characters"),
    ],
)
def test_what_cannot_be_added(program, fields, status, says):
    answer = add(program, "json", **{"service_request_id": program.file(), "description": "Dark.", **fields})
    assert answer.status_code == status
    assert said(answer)[0][1].startswith(says)


def test_a_closed_request_takes_nothing_more(program):
    number = program.file()
    ContactRequest.objects.update(state="closed", ended_at=clock.now())
    answer = add(program, service_request_id=number, description="Dark.")
    assert (answer.status_code, said(answer)[0][1]) == (
        400,
        "This report is closed. If it is still so, report it again.",
    )
