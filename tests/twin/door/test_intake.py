"""Measurements by HTTP, as a device sends them."""

from pathlib import Path

import bcrypt
import pytest

from onecity.twin.door.app import app
from onecity.twin.intake.mapping import read_mappers

CITY = Path(__file__).resolve().parents[3] / "cities" / "huating" / "twin" / "mappers.yaml"
ROOF = "/raw/intake/weather/roof"


@pytest.fixture
def device(closed_twin, run):
    """Sends as water/pump-1, or as whoever is named."""
    app.state.mappers = read_mappers(CITY)
    hashed = bcrypt.hashpw(b"secret", bcrypt.gensalt(4)).decode()
    run(app.state.store.pool.execute("INSERT INTO twin.device VALUES ('water', 'pump-1', $1)", hashed))
    return lambda path, body, user="water/pump-1", password="secret": closed_twin.post(
        path, content=body, auth=(user, password)
    )


def test_a_measurement_is_stored_for_the_devices_agency(device, run):
    assert device(ROOF, b'{"time": 0, "temperature": 21}').status_code == 204
    found = run(app.state.store.reader.find("", "urn:ngsi-ld:WeatherObserved:water:roof"))
    assert found.document["https://uri.etsi.org/ngsi-ld/default-context/temperature"]["value"] == 21


def test_what_is_left_out_is_said(device):
    answer = device(ROOF, b'{"time": 0, "temperature": 999, "humidity": 5}')
    assert answer.json()["leftOut"] == ["temperature: 999 is outside -60.0 to 60.0"]


def test_what_cannot_be_used_is_refused_with_the_reason(device):
    assert "no mapper" in device("/raw/intake/unknown/thing", b"{}").json()["detail"]
    assert device(ROOF, b"{").status_code == 400


@pytest.mark.parametrize(
    ("user", "password"), [("water/pump-1", "wrong"), ("water/pump-2", "secret"), ("x", ""), ("é", "é")]
)
def test_who_is_not_known_is_refused(device, user, password):
    assert device(ROOF, b"{}", user, password).status_code == 401


def test_a_device_does_nothing_else(device, closed_twin):
    assert closed_twin.get("/types", auth=("water/pump-1", "secret")).status_code == 401
