"""Messages become measurements as the city's folder says; what does not fit says why."""

import json
from pathlib import Path

import msgspec
import pytest
from google.transit import gtfs_realtime_pb2

from onecity.twin.intake.mapping import Mapper, MapperRule, read_mappers
from onecity.twin.intake.values import Unmappable, finder, moment

CITY = Path(__file__).resolve().parents[3] / "cities" / "huating" / "twin" / "mappers.yaml"
P = "https://uri.etsi.org/ngsi-ld/default-context/"
ARRIVED = "2026-05-01T10:00:00.000000Z"


@pytest.fixture(scope="module")
def city():
    return read_mappers(CITY)


def said(city, topic, message):
    payload = message if isinstance(message, bytes) else json.dumps(message).encode()
    (measurement,) = city.map(topic, payload, ARRIVED).measurements
    return measurement


def test_a_plain_message_becomes_attributes_with_units_and_the_devices_time(city):
    found = said(city, "onecity/ecology/weather/roof", {"time": 1777629600, "temperature": 12.5, "humidity": 55})
    assert found.id == "urn:ngsi-ld:WeatherObserved:ecology:roof"
    assert found.by == "ecology"
    assert found.attributes[P + "temperature"] == {
        "type": "Property", "value": 12.5, "unitCode": "CEL", "observedAt": "2026-05-01T10:00:00.000000Z",
    }  # fmt: skip
    assert found.attributes[P + "relativeHumidity"]["value"] == 0.55


def test_an_uplink_of_the_things_stack_is_read(city):
    uplink = {
        "end_device_ids": {"device_id": "meter-9"},
        "received_at": "2026-05-01T09:59:00.5Z",
        "uplink_message": {"decoded_payload": {"temperature": 4.5, "battery": 88}, "rx_metadata": [{"rssi": -101}]},
    }
    found = said(city, "onecity/water/lorawan/tts/meters", uplink)
    assert found.id == "urn:ngsi-ld:Device:water:meter-9"
    assert found.attributes[P + "rssi"]["value"] == -101
    assert found.attributes[P + "batteryLevel"]["observedAt"] == "2026-05-01T09:59:00.500000Z"


def test_an_uplink_of_chirpstack_is_read(city):
    uplink = {
        "deviceInfo": {"devEui": "0102"},
        "time": "2026-05-01T09:59:00Z",
        "object": {"humidity": 40},
        "rxInfo": [],
    }
    found = said(city, "onecity/water/lorawan/chirpstack/meters", uplink)
    assert found.id == "urn:ngsi-ld:Device:water:0102"
    assert list(found.attributes) == [P + "relativeHumidity"]


def test_buses_of_a_gtfs_feed_have_places_and_speeds(city):
    feed = gtfs_realtime_pb2.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    for number in range(3):
        bus = feed.entity.add(id=f"bus-{number}").vehicle
        bus.position.latitude, bus.position.longitude, bus.position.speed = 31.2, 121.4 + number, 10
        bus.timestamp = 1777629600
    found = city.map("onecity/transport/gtfs-realtime", feed.SerializeToString(), ARRIVED).measurements
    assert [one.id[-5:] for one in found] == ["bus-0", "bus-1", "bus-2"]
    assert found[0].attributes[P + "speed"]["value"] == 36
    assert found[0].attributes["https://uri.etsi.org/ngsi-ld/location"]["type"] == "GeoProperty"


def test_the_weather_of_a_service_is_read(city):
    now = {"latitude": 31.2, "longitude": 121.4, "current": {"time": "2026-05-01T10:00", "temperature_2m": 21}}
    assert said(city, "onecity/ecology/open-meteo/centre", now).attributes[P + "temperature"]["value"] == 21


def test_a_value_out_of_bounds_is_left_out_and_told(city):
    mapped = city.map("onecity/ecology/weather/roof", b'{"time": 0, "temperature": 999, "humidity": 50}', ARRIVED)
    assert P + "temperature" not in mapped.measurements[0].attributes
    assert mapped.complaints == ["temperature: 999 is outside -60.0 to 60.0"]


@pytest.mark.parametrize(
    ("topic", "payload"),
    [
        ("onecity/ecology/weather/roof", b"{"),
        ("onecity/ecology/weather/roof", b"[" * 100_000),
        ("onecity/ecology/weather/roof", b'{"time": "yesterday", "temperature": 1}'),
        ("onecity/ecology/weather/roof", b'{"time": 0}'),
        ("onecity/ecology/weather/roof", b'{"time": 0, "temperature": "warm"}'),
        ("onecity/ecology/unknown/roof", b"{}"),
        ("onecity/ecology/gtfs-realtime", b"no feed"),
        ('onecity/ecology/weather/a"b', b'{"time": 0, "temperature": 1}'),
    ],
)
def test_what_cannot_be_used_says_why(city, topic, payload):
    with pytest.raises(Unmappable, match=r"."):
        city.map(topic, payload, ARRIVED)


def test_a_mistake_in_the_file_names_its_place(tmp_path):
    file = tmp_path / "mappers.yaml"
    file.write_text("mappers: {m: {topic: t, entity: e, type: T, attributes: {a: {pth: x}}}}")
    with pytest.raises(msgspec.ValidationError, match=r"unknown field `pth`.*\$\.mappers"):
        read_mappers(file)


def test_a_mapper_may_have_fixed_values_and_relationships():
    rule = {"topic": "t/{device}", "entity": "urn:x:{device}", "type": "T",
            "attributes": {"owner": {"object": "urn:y:{device}"}, "kind": {"value": "lamp"}}}  # fmt: skip
    mapper = Mapper("m", msgspec.convert(rule, MapperRule))
    (found,) = mapper.map({"device": "7"}, b"{}", ARRIVED).measurements
    assert found.attributes[P + "owner"]["object"] == "urn:y:7"
    assert found.attributes[P + "kind"]["value"] == "lamp"


def test_paths_lead_through_objects_and_lists():
    assert finder("a.1.b")({"a": [0, {"b": 5}]}) == 5
    assert finder("a.9")({"a": []}) is None
    assert finder("a")("no object") is None


def test_times_of_devices_are_read_in_seconds_and_milliseconds():
    assert moment(1777629600) == moment(1777629600_000) == moment("2026-05-01T18:00:00+08:00")
