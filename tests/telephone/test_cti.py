"""Desk phones, in the form of Zammad's generic CTI."""

import pytest

from onecity.common.actor import Actor
from onecity.contact.domain.calls import ask_call_back, begin_call
from onecity.contact.models import Call
from onecity.contact.queries.calls import live_calls

OPERATOR = Actor(kind="operator", id="00000000-0000-0000-0000-000000000001", agency="data-bureau", name="Xu Ning")
CALL = {
    "from": "8613900000001",
    "to": "862100000000",
    "direction": "in",
    "callId": "307fa962-de8d",
    "user[]": "Xu Ning",
}


@pytest.fixture
def ring(client, db, monkeypatch):
    monkeypatch.setenv("ONECITY_CTI_TOKEN", "the-exchange")

    def ring(token="the-exchange", **said):
        return client.post(f"/telephone/cti/{token}", CALL | said).status_code

    return ring


def test_the_console_sees_who_rings_and_who_answered(ring):
    assert [ring(event="newCall"), ring(event="newCall")] == [200, 200]
    (seen,) = live_calls(OPERATOR)
    assert (seen.call.state, seen.number) == ("ringing", "8613900000001")
    ring(event="answer")
    assert (live_calls(OPERATOR)[0].call.state, live_calls(OPERATOR)[0].call.operator_name) == ("talking", "Xu Ning")
    ring(event="hangup", cause="normalClearing")
    ring(event="answer")
    assert live_calls(OPERATOR) == []


def test_an_operator_who_reaches_a_caller_has_called_back(ring, huating):
    ask_call_back(begin_call(line="voice", key="CA1", number="+8613900000001"))
    ring(event="answer", direction="out", to="13900000001", callId="out")
    assert Call.objects.get().called_back_at is not None


def test_nobody_else_comes_in(ring, monkeypatch):
    assert ring(token="guessed", event="newCall") == 404
    assert [ring(event="dance"), ring(event="newCall", callId="")] == [422, 422]
    monkeypatch.delenv("ONECITY_CTI_TOKEN")
    assert ring(event="newCall") == 404
    assert not Call.objects.exists()
