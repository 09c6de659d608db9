"""The published JSON Schema is made from the code, and takes what the check takes."""

from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from onecity.catalogue.schema import published_schema, service_schema
from onecity.city.sheet import plain, read_sheet

ROOT = Path(__file__).parent.parent.parent
SERVICES = sorted((ROOT / "cities").glob("*/services/**/*.yaml")) + sorted(
    (ROOT / "tests/data/cities").glob("*/services/**/*.yaml")
)
VALIDATOR = jsonschema_rs.Draft202012Validator(service_schema())
MISTAKES = yaml.safe_load((ROOT / "tests/data/mistakes.yaml").read_text())


def test_the_published_schema_is_the_one_in_force():
    published = (ROOT / "docs/service.schema.json").read_text()
    assert published == published_schema(), "run: onecity check --schema > docs/service.schema.json"


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.stem)
def test_it_takes_every_service_file(path):
    sheet, _ = read_sheet(path, path.name)
    assert [f"{error.instance_path}: {error.message}" for error in VALIDATOR.iter_errors(plain(sheet))] == []


@pytest.mark.parametrize(
    "text",
    [
        "family: x",
        "family: X\nversion: 1\nacts: {a: {}}",
        "family: x\nversion: 0\nacts: {a: {}}",
        "family: x\nversion: 1\nacts: {}\nagncy: y",
    ],
)
def test_it_refuses(text):
    assert not VALIDATOR.is_valid(yaml.safe_load(text))


def test_the_example_in_the_format_is_sound(folder):
    """What a newcomer copies from the format's paper works."""
    from onecity.catalogue.folder import read_folder

    example = (ROOT / "docs/service-format.md").read_text().split("```yaml\n")[1].split("```")[0]
    folder.write("services/transportation/driving-licence.yaml", example.replace("  replace: ...\n", ""))
    assert [str(problem) for problem in read_folder(folder.path).problems] == []
