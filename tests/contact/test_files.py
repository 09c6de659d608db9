"""The folder of the contact centre: what a mistake is told like, and what comes into force."""

import shutil

import pytest

from onecity.contact import releases
from onecity.contact.definition import Rules
from onecity.contact.files import read_centre

TOPIC = """
burst-pipe:
  title: {en: Burst pipe, zh: 水管爆裂}
  group: streets
  kind: fault
  deadline: {hours: 4}
"""
ARTICLE = """
no-water:
  title: {en: No water, zh: 停水}
  text: {en: Wait., zh: 请等待。}
  reviewed: 2026-06-15
  review: 2027-06-15
"""


@pytest.fixture
def folder(tmp_path, huating_folder):
    (tmp_path / "contact" / "topics").mkdir(parents=True)
    (tmp_path / "contact" / "articles").mkdir()
    (tmp_path / "contact" / "groups.yaml").write_text("streets: {en: Streets, zh: 道路}\n")
    (tmp_path / "contact" / "topics" / "water.yaml").write_text(TOPIC)
    (tmp_path / "contact" / "articles" / "water.yaml").write_text(ARTICLE)
    return tmp_path


def read(folder, huating_folder):
    return read_centre(folder, huating_folder.city, {service.code for service in huating_folder.services})


def told(folder, huating_folder):
    return [f"{problem.line}: {problem.what}" for problem in read(folder, huating_folder).problems]


def change(folder, before, after, name="topics/water.yaml"):
    path = folder / "contact" / name
    path.write_text(path.read_text().replace(before, after))


def test_a_city_without_rules_is_like_most(folder, huating_folder):
    assert read(folder, huating_folder).centre.rules == Rules(sure=40, reopen_within=15)


def test_a_city_rules_when_a_person_decides(folder, huating_folder):
    (folder / "contact" / "rules.yaml").write_text("sure: 55\n")
    assert read(folder, huating_folder).centre.rules.sure == 55


def test_a_rule_that_cannot_be_is_told_with_its_line(folder, huating_folder):
    (folder / "contact" / "rules.yaml").write_text("sure: 400\n")
    assert told(folder, huating_folder) == ["1: `400` is not a whole number from 1 to 100"]


def test_a_topic_belongs_to_the_agency_that_its_file_is_named_after(folder, huating_folder):
    topic = read(folder, huating_folder).centre.topics["burst-pipe"]
    assert (topic.agency, topic.hours, topic.title["zh"]) == ("water", 4, "水管爆裂")


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("hours: 4", "hours: 4, days: 2", "6: a deadline is either hours or days"),
        ("group: streets", "group: street", "4: the group `street` does not exist"),
        ("kind: fault", "kind: fault\n  answers: [tap]", "6: the article `tap` does not exist"),
        ("kind: fault", "kind: fault\n  helpers: [fire]", "6: the agency `fire` does not exist"),
        ("kind: fault", "kind: fault\n  services: [pipe.mend]", "6: the service `pipe.mend` does not exist"),
        ("kind: fault", "kind: fault\n  unit: pipes", "6: the unit of water `pipes` does not exist"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder, huating_folder, before, after, words):
    change(folder, before, after)
    assert told(folder, huating_folder) == [words]


def test_a_file_is_named_after_an_agency(folder, huating_folder):
    shutil.move(folder / "contact" / "topics" / "water.yaml", folder / "contact" / "topics" / "waters.yaml")
    assert told(folder, huating_folder) == ["1: the file has the name of its agency: `waters` does not exist"]


def test_a_code_stands_in_one_file_only(folder, huating_folder):
    (folder / "contact" / "topics" / "transport.yaml").write_text(TOPIC)
    assert told(folder, huating_folder) == ["2: `burst-pipe` is also in contact/topics/transport.yaml"]


def test_a_city_without_the_folder_has_no_centre(tmp_path, huating_folder):
    assert read(tmp_path, huating_folder).centre.topics == {}


def test_the_demonstration_city_is_in_order(huating_folder, request):
    folder = request.config.rootpath / "cities" / "huating"
    assert read(folder, huating_folder).problems == ()


def test_an_article_that_changed_gets_the_next_version(db, folder, huating_folder):
    assert releases.install_centre(centre=read(folder, huating_folder).centre)
    assert not releases.install_centre(centre=read(folder, huating_folder).centre)
    change(folder, "Wait.", "Wait an hour.", "articles/water.yaml")
    assert releases.install_centre(centre=read(folder, huating_folder).centre)
    releases.forget()
    assert releases.current().articles["no-water"].version == 2
