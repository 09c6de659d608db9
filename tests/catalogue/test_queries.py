"""What other rooms ask of the catalogue, in memory."""

import pytest

from onecity.catalogue import queries
from onecity.catalogue.domain import install_folder
from onecity.catalogue.models import ServiceVersion
from onecity.city import queries as city_queries
from onecity.common.errors import NotFound

pytestmark = pytest.mark.django_db
LICENCE = "services/transportation/driving-licence.yaml"


@pytest.fixture
def installed(folder):
    install_folder(folder.path)
    city_queries.forget()
    return folder


@pytest.fixture
def old_version(installed):
    """A version that is no longer in force."""
    old = queries.version_id("driving-licence.renew")
    installed.change(LICENCE, "version: 2", "version: 3")
    install_folder(installed.path)
    city_queries.forget()
    return old


def test_an_old_version_is_read_once(old_version, django_assert_num_queries):
    queries.all_services()
    with django_assert_num_queries(1):
        assert queries.get_version(old_version).version == 2
    with django_assert_num_queries(0):
        queries.get_version(old_version)


def test_old_versions_do_not_fill_the_memory(old_version, monkeypatch):
    monkeypatch.setattr(queries, "OLD_VERSIONS_HELD", 0)
    in_force = [queries.version_id(service.code) for service in queries.all_services()]
    for version in ServiceVersion.objects.values_list("id", flat=True):
        queries.get_version(version)
    assert set(in_force) <= set(queries._current().versions)
    assert len(queries._current().versions) <= len(in_force) + 1


def test_search(installed, django_assert_num_queries):
    queries.search_services(words="driving", language="en")
    with django_assert_num_queries(0):
        hits = queries.search_services(words="Renew your driving licence", language="en", limit=3)
    assert (len(hits), hits[0].service.code, hits[0].why) == (3, "driving-licence.renew", "title")


def test_a_refusal_in_both_languages(installed):
    from django.utils.translation import override

    with override("en"), pytest.raises(NotFound) as refusal:
        queries.get_service("no.such")
    assert refusal.value.message == "This service does not exist, or is no longer offered."
    assert refusal.value.status == 404


def test_published_versions(old_version):
    assert {key for key in queries.published_versions() if key[0] == "driving-licence.renew"} == {
        ("driving-licence.renew", 2),
        ("driving-licence.renew", 3),
    }
