"""Who comes in at the twin's doors."""

import hashlib

import pytest

from onecity.twin.door.access import make_pass
from onecity.twin.door.app import app

LAMP = {"id": "urn:ngsi-ld:Lamp:1", "type": "Lamp", "power": {"value": 40}}
TABLE = """CREATE TABLE identity_apitoken
    (token_hash bytea, agency text, expires_at timestamptz, revoked_at timestamptz)"""


@pytest.fixture
def tokens(closed_twin, run):
    """The table that the city's administration keeps, with a token for each of two agencies, and one that ended."""
    pool = app.state.store.pool
    run(pool.execute(TABLE))
    for agency, until in (("roads", "1 day"), ("water", "1 day"), ("past", "-1 day")):
        digest = hashlib.sha256(f"oc_{agency}".encode()).digest()
        run(pool.execute(f"INSERT INTO identity_apitoken VALUES ($1, $2, now() + interval '{until}')", digest, agency))
    yield lambda agency: {"Authorization": f"Bearer oc_{agency}"}
    run(pool.execute("DROP TABLE identity_apitoken"))


def test_a_stranger_is_refused(closed_twin):
    assert closed_twin.get("/types").status_code == 401
    assert closed_twin.post("/entities", json=LAMP, headers={"Authorization": "Bearer guess"}).status_code == 401


def test_an_agency_changes_what_is_its_own_and_reads_all(closed_twin, tokens):
    assert closed_twin.post("/entities", json=LAMP, headers=tokens("roads")).status_code == 201
    assert closed_twin.get("/entities/urn:ngsi-ld:Lamp:1", headers=tokens("water")).status_code == 200
    refused = closed_twin.delete("/entities/urn:ngsi-ld:Lamp:1", headers=tokens("water"))
    assert refused.status_code == 403
    assert "roads" in refused.json()["detail"]
    assert closed_twin.delete("/entities/urn:ngsi-ld:Lamp:1", headers=tokens("roads")).status_code == 204


def test_production_is_never_open(twin, monkeypatch):
    assert twin.get("/types").status_code == 200
    monkeypatch.setenv("ONECITY_MODE", "production")
    assert twin.get("/types").status_code == 401


def test_a_token_that_ended_opens_nothing(closed_twin, tokens):
    assert closed_twin.get("/types", headers=tokens("past")).status_code == 401


def test_a_pass_reads_and_does_not_write(closed_twin, monkeypatch):
    monkeypatch.setenv("ONECITY_SECRET_KEY", "a key of this test")
    cookie = {"Cookie": f"twin_pass={make_pass(60)}"}
    assert closed_twin.get("/types", headers=cookie).status_code == 200
    assert closed_twin.post("/entities", json=LAMP, headers=cookie).status_code == 403


@pytest.mark.parametrize("forged", ["", "AAAA", "MTIzNC5hYmM=", "é"])
def test_a_forged_pass_opens_nothing(closed_twin, forged):
    assert closed_twin.get("/types", headers={"Cookie": f"twin_pass={forged}".encode()}).status_code == 401


def test_an_expired_pass_opens_nothing(closed_twin, monkeypatch):
    monkeypatch.setenv("ONECITY_SECRET_KEY", "a key of this test")
    assert closed_twin.get("/types", headers={"Cookie": f"twin_pass={make_pass(-1)}"}).status_code == 401
