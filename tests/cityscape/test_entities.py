from onecity.cityscape.entities import entities_of, write_entities
from onecity.cityscape.loading import read_lines
from onecity.twin.changing import create
from onecity.twin.context import CORE, expand_entity


def test_a_light_is_an_entity_of_its_agency(body, kinds, things):
    light = next(entities_of(body.ground.plane, kinds, things["Streetlight"]))
    assert light["id"].startswith("urn:ngsi-ld:Streetlight:transport:")
    assert light["powerRating"]["unitCode"] == "WTT"
    assert light["refStreetlightControlCabinet"]["object"].startswith(
        "urn:ngsi-ld:StreetlightControlCabinet:transport:"
    )
    assert (light["owner"]["value"], light["dataProvider"]["value"]) == ("transport", "simulation")
    assert set(light["street"]["languageMap"]) == {"en", "zh"}


def test_everything_is_written_as_the_standard_asks(body, kinds, things, tmp_path):
    file = tmp_path / "entities.ndjson"
    count = write_entities(file, body.ground.plane, kinds, things.values())
    operations = [create("", expand_entity(entity, CORE)) for entity in read_lines(file)]
    assert len({operation.id for operation in operations}) == count == sum(len(t.names) for t in things.values())


def test_every_relationship_leads_to_an_entity(body, kinds, things, tmp_path):
    file = tmp_path / "entities.ndjson"
    write_entities(file, body.ground.plane, kinds, things.values())
    entities = list(read_lines(file))
    ids = {entity["id"] for entity in entities}
    objects = {one["object"] for e in entities for one in e.values() if isinstance(one, dict) and "object" in one}
    assert objects
    assert objects <= ids
