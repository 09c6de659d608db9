"""Installing a folder: all or nothing, versions that never change."""

import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest

from onecity.catalogue import queries
from onecity.catalogue.domain import Change, FolderHasMistakes, install_folder, install_services
from onecity.catalogue.folder import read_folder
from onecity.catalogue.models import CurrentService, ServiceVersion
from onecity.catalogue.promise import promised_on
from onecity.catalogue.versions import VersionNotRaised
from onecity.city import queries as city_queries
from onecity.city.models import CityRelease
from onecity.common.errors import NotFound

SMALL = Path(__file__).parent.parent / "data" / "cities" / "small"
LICENCE = "services/transportation/driving-licence.yaml"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """A copy of the small city that a test may change."""
    city_queries.forget()
    yield shutil.copytree(SMALL, tmp_path / "small")
    city_queries.forget()


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    city_queries.forget()


def install(folder):
    done = install_folder(folder)
    city_queries.forget()
    return done


def test_the_first_installation_is_all_new(folder):
    done = install(folder)
    assert [change.kind for change in done.changes] == ["new"] * 4
    assert [service.code for service in queries.all_services()] == [
        "driving-licence.renew",
        "driving-licence.replace",
        "residence-certificate.apply",
        "residence-certificate.change",
    ]
    assert city_queries.current().name == {"en": "Small", "zh": "小城"}


def test_what_comes_back_from_the_database_is_what_was_read_in_the_same_order(folder):
    install(folder)
    read = read_folder(folder)
    assert msgspec.json.encode(city_queries.current()) == msgspec.json.encode(read.city)
    assert msgspec.json.encode(queries.all_services()) == msgspec.json.encode(read.services)
    assert list(queries.get_service("driving-licence.replace").pages) == ["you", "reason"]
    assert str(queries.get_service("driving-licence.renew").fields["full_name"].title) == "Full name"


def test_the_same_folder_again_changes_nothing(folder):
    first, second = install(folder), install(folder)
    assert (second.release, second.changes, second.changed) == (first.release, (), False)
    assert (CityRelease.objects.count(), ServiceVersion.objects.count()) == (1, 4)


def test_a_changed_definition_needs_a_new_version(folder):
    install(folder)
    change(folder, LICENCE, "days: 2", "days: 5")
    with pytest.raises(FolderHasMistakes) as refusal:
        install(folder)
    first, second = refusal.value.problems
    assert (first.file, first.line, first.what) == (
        LICENCE,
        2,
        "driving-licence.renew has changed, but its version is still 2.",
    )
    assert first.remedy.startswith("Write version: 3 in the file of driving-licence.")
    assert second.what.startswith("driving-licence.replace has changed")
    assert queries.get_service("driving-licence.renew").steps["decide"].days == 2


def test_a_new_version_is_in_force_and_the_old_one_stays(folder):
    install(folder)
    old = queries.version_id("driving-licence.renew")
    change(folder, LICENCE, "days: 2", "days: 5")
    change(folder, LICENCE, "version: 2", "version: 3")
    done = install(folder)
    assert (
        done.changes
        == (Change("driving-licence.replace", 3, "changed"), Change("driving-licence.renew", 3, "changed"))[::-1]
    )
    assert queries.get_service("driving-licence.renew").steps["decide"].days == 5
    assert queries.get_version(old).steps["decide"].days == 2


def test_a_version_never_goes_back(folder):
    install(folder)
    change(folder, LICENCE, "version: 2", "version: 1")
    with pytest.raises(FolderHasMistakes):
        install(folder)
    with pytest.raises(VersionNotRaised):
        install_services(services=read_folder(folder).services)


def test_a_service_taken_away_is_found_no_more_but_its_cases_keep_it(folder):
    install(folder)
    old = queries.version_id("driving-licence.renew")
    (folder / LICENCE).unlink()
    done = install(folder)
    assert [(change.code, change.kind) for change in done.changes] == [
        ("driving-licence.renew", "withdrawn"),
        ("driving-licence.replace", "withdrawn"),
    ]
    with pytest.raises(NotFound):
        queries.get_service("driving-licence.renew")
    assert queries.get_version(old).code == "driving-licence.renew"


def test_a_service_that_comes_back_unchanged_keeps_its_version(folder, tmp_path):
    install(folder)
    old = queries.version_id("driving-licence.renew")
    (folder / LICENCE).rename(tmp_path / "aside.yaml")
    install(folder)
    (tmp_path / "aside.yaml").rename(folder / LICENCE)
    install(folder)
    assert queries.version_id("driving-licence.renew") == old


def test_a_folder_with_a_mistake_is_not_installed_at_all(folder):
    change(folder, LICENCE, "agency: traffic-police", "agency: trafic-police")
    with pytest.raises(FolderHasMistakes) as refusal:
        install(folder)
    assert {(problem.file, problem.line) for problem in refusal.value.problems} == {(LICENCE, 3)}
    assert (CityRelease.objects.count(), ServiceVersion.objects.count(), CurrentService.objects.count()) == (0, 0, 0)


def test_only_the_city_changed(folder):
    install(folder)
    change(folder, "city.yaml", "en: Small", "en: Smaller")
    done = install(folder)
    assert (done.changed, done.changes) == (True, ())
    assert city_queries.current().name["en"] == "Smaller"


def test_nothing_installed_is_said_in_words():
    city_queries.forget()
    with pytest.raises(city_queries.NoCity):
        queries.all_services()


def test_warm_reads_cost_no_query(folder, django_assert_num_queries):
    install(folder)
    queries.all_services()
    with django_assert_num_queries(0):
        queries.get_service("driving-licence.renew")
        queries.get_version(queries.version_id("driving-licence.renew"))
        queries.services_of_life_event("owning-a-car")
        queries.services_of_subject("papers")
        city_queries.current()


def test_unknown_versions_are_not_found(folder):
    install(folder)
    with pytest.raises(NotFound):
        queries.get_version(987654)
    with pytest.raises(NotFound):
        queries.version_id("driving-licence.fly")


def test_groups(folder):
    install(folder)
    assert [s.code for s in queries.services_of_life_event("owning-a-car")] == [
        "driving-licence.renew",
        "driving-licence.replace",
    ]
    assert [s.code for s in queries.services_of_subject("papers")] == [
        "residence-certificate.apply",
        "residence-certificate.change",
    ]
    assert queries.services_of_subject("nothing") == ()


def test_the_promised_date_counts_the_agencys_days(folder):
    install(folder)
    friday = date(2026, 11, 20)
    assert promised_on(queries.get_service("driving-licence.renew"), friday) == date(2026, 11, 23)  # works on Saturdays
    assert promised_on(queries.get_service("residence-certificate.change"), friday) == date(2026, 11, 25)
    checked_by_rule_or_officer = promised_on(queries.get_service("residence-certificate.apply"), friday)
    assert checked_by_rule_or_officer == date(2026, 11, 23)
