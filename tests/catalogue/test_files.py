"""Every mistake is told by file, line and remedy; ``tests/data/mistakes.yaml`` is the table of what writers get wrong."""

from pathlib import Path

import pytest
import yaml

from onecity.catalogue.folder import read_folder

DATA = Path(__file__).parent.parent / "data"
MISTAKES = yaml.safe_load((DATA / "mistakes.yaml").read_text())
LICENCE = "services/transportation/driving-licence.yaml"
RESIDENCE = "services/papers/residence-certificate.yaml"


def told(folder, name):
    """The mistakes of a folder; the file's name is left out when it is the one that was changed."""
    found = []
    for problem in read_folder(folder.path).problems:
        place = problem.line if problem.file == name else f"{problem.file}:{problem.line}"
        found.append(f"{place}: {problem.what} → {problem.remedy}")
    return found


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake["new"].split("\n")[0][:60])
def test_a_mistake_is_told(folder, mistake):
    folder.change(mistake["file"], mistake["old"], mistake["new"])
    assert told(folder, mistake["file"]) == mistake["told"]


def test_the_small_city_is_in_order(folder):
    assert read_folder(folder.path).problems == ()


def test_all_mistakes_are_told_at_once(folder):
    folder.change(LICENCE, "agency: traffic-police", "agency: nobody")
    folder.change(LICENCE, "days: 2", "days: many")
    folder.change(RESIDENCE, "subject: papers", "subject: paper")
    folder.change("city.yaml", "currency: CNY", "currency: yuan")
    places = [(problem.file, problem.line) for problem in read_folder(folder.path).problems]
    assert places == [("city.yaml", 7), (RESIDENCE, 4), (LICENCE, 3), (LICENCE, 47)]


def test_a_mistake_that_all_acts_inherit_is_told_once(folder):
    folder.change(LICENCE, "    widget: textarea", "    widget: texarea")
    folder.change(LICENCE, "    fields: {reason: null, note: null}\n    pages: {reason: null}\n", "")
    assert len(told(folder, LICENCE)) == 1


def test_a_mistake_in_a_shared_field_is_told_where_it_is_written(folder):
    folder.change("fields.yaml", "maxLength: 200", "maxLength: much")
    assert [(problem.file, problem.line) for problem in read_folder(folder.path).problems] == [("fields.yaml", 12)]


def test_two_files_of_one_family(folder):
    folder.write("services/elsewhere/driving-licence.yaml", (folder.path / LICENCE).read_text())
    assert told(folder, LICENCE) == [
        "1: the family `driving-licence` is also in services/elsewhere/driving-licence.yaml → rename one of the two"
    ]


def test_a_missing_file(folder):
    (folder.path / "subjects.yaml").unlink()
    assert "subjects.yaml:1: is missing → write this file; docs/service-format.md shows how" in told(folder, "")


def test_files_that_nothing_reads(folder):
    folder.write("agency.yaml", "a: 1")
    folder.write("services/papers/passport.yml", "a: 1")
    assert told(folder, "") == [
        "agency.yaml:1: this file is not read → did you mean `agencies.yaml`?",
        "services/papers/passport.yml:1: this file is not read → rename it to passport.yaml",
    ]


PLACE = "willow-street: {name: {en: Willow Street, zh: 柳荫路}, kind: street, district: %s, at: [%s]}"


def test_a_city_may_name_its_places(folder):
    folder.write("places.yaml", PLACE % ("north", "121.5, 31.25"))
    place = read_folder(folder.path).city.places["willow-street"]
    assert (place.name["zh"], place.lon, place.lat) == ("柳荫路", 121.5, 31.25)


@pytest.mark.parametrize(("district", "at"), [("nowhere", "121.5, 31.25"), ("north", "121.5"), ("north", "far, away")])
def test_a_place_lies_in_a_district_of_the_city(folder, district, at):
    folder.write("places.yaml", PLACE % (district, at))
    assert told(folder, "places.yaml")


def test_an_unfinished_city_does_not_break_the_check(tmp_path):
    problems = read_folder(tmp_path).problems
    assert [problem.file for problem in problems if problem.what == "is missing"] == [
        "agencies.yaml", "certificates.yaml", "city.yaml", "districts.yaml", "fields.yaml",
        "life_events.yaml", "registers.yaml", "subjects.yaml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["", "acts:", "acts: {}", "family: x\nversion: 1\nacts: {apply: {}}", "- a", "just words"]
)
def test_half_a_service_file_does_not_break_the_check(folder, text):
    folder.write("services/x.yaml", text)
    assert all(problem.file == "services/x.yaml" for problem in read_folder(folder.path).problems)
    assert read_folder(folder.path).problems
