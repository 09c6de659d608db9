from pathlib import Path

import msgspec
import pytest

from onecity.twin.kinds import read_kinds

HUATING = Path(__file__).parents[2] / "cities" / "huating"


def test_a_city_says_what_its_model_holds():
    kinds = read_kinds(HUATING / "twin" / "models.yaml")
    level = kinds.fields_of("FloodMonitoring")["currentLevel"]
    assert (level.iri, level.unit, level.live) == (kinds.vocabulary + "currentLevel", "MTR", True)
    assert kinds.fields_of("Pump")["location"].iri == "https://uri.etsi.org/ngsi-ld/location"
    assert kinds.identifier("Streetlight", "yunjian-7") == "urn:ngsi-ld:Streetlight:transport:yunjian-7"


def test_every_text_is_there_in_both_languages():
    kinds = read_kinds(HUATING / "twin" / "models.yaml")
    fields = [field for name in kinds.types for field in kinds.fields_of(name).values()]
    labels = [field.label for field in fields] + [choice for field in fields for choice in field.choices.values()]
    labels += [kind.label for kind in kinds.types.values()] + [layer.label for layer in kinds.layers.values()]
    assert {frozenset(label) for label in labels} == {frozenset({"en", "zh"})}


def test_a_name_that_leads_nowhere_is_told(tmp_path):
    file = tmp_path / "models.yaml"
    file.write_text("layers: {}\ncommon: {}\ntypes: {Lamp: {label: {}, layer: light, agency: a, attributes: {}}}\n")
    with pytest.raises(
        msgspec.ValidationError, match=r"`light` is no layer of this file - at `\$\.types\.Lamp\.layer`"
    ):
        read_kinds(file)
