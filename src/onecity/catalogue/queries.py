"""The services in force, in memory: no query when warm."""

import logging
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec
from django.db import connection
from django.utils.translation import gettext as _

from onecity.catalogue.definition import Service
from onecity.catalogue.models import CurrentService, ServiceVersion
from onecity.catalogue.search import Engine, Hit
from onecity.city import queries as city_queries
from onecity.common.errors import NotFound

DEFINITION = msgspec.json.Decoder(Service, dec_hook=city_queries.as_text)
OLD_VERSIONS_HELD = 2000
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Catalogue:
    """The services of one release. Old versions that cases need are added as they are asked for: they never change."""

    release: int
    services: dict[str, Service]
    ids: dict[str, int]
    versions: dict[int, Service]
    engine: Engine
    of_life_event: dict[str, tuple[Service, ...]] = field(default_factory=dict)
    of_subject: dict[str, tuple[Service, ...]] = field(default_factory=dict)


_held: Catalogue | None = None
_loading = threading.Lock()


def get_service(code: str) -> Service:
    """The version of a service that is in force. Raises NotFound."""
    service = _current().services.get(code)
    if service is None:
        raise _no_service()
    return service


def version_id(code: str) -> int:
    """The id of the version in force, which a case keeps. Raises NotFound."""
    found = _current().ids.get(code)
    if found is None:
        raise _no_service()
    return found


def get_version(version_id: int) -> Service:
    """A version, in force or not. Raises NotFound."""
    held = _current().versions
    service = held.get(version_id)
    if service is None:
        service = _read_version(version_id)
        _make_room(held)
        held[version_id] = service
    return service


def _read_version(version_id: int) -> Service:
    definition = ServiceVersion.objects.filter(id=version_id).values_list("definition", flat=True).first()
    if definition is None:
        raise _no_service()
    return DEFINITION.decode(definition)


def all_services() -> tuple[Service, ...]:
    return tuple(_current().services.values())


def services_of_life_event(code: str) -> tuple[Service, ...]:
    return _current().of_life_event.get(code, ())


def services_of_subject(code: str) -> tuple[Service, ...]:
    return _current().of_subject.get(code, ())


def published_versions() -> dict[tuple[str, int], str]:
    """The digest of every version that was ever published, by code and version."""
    rows = ServiceVersion.objects.values_list("code", "version", "digest")
    return {(code, version): digest for code, version, digest in rows}


def version_ids(code: str) -> dict[int, int]:
    """Every version of a service that was ever published: its number and its id."""
    return dict(ServiceVersion.objects.filter(code=code).order_by("version").values_list("version", "id"))


def search_services(*, words: str, language: str, limit: int = 5) -> list[Hit]:
    """The services that fit what somebody typed, best first; never fewer than ``limit`` while there are as many."""
    return _current().engine.find(words=words, language=language, limit=limit)


def warm_search() -> None:
    """Load the models of search behind the back of a server that starts, so that nobody waits for them."""
    threading.Thread(target=_warm_search, name="search-models").start()


def _warm_search() -> None:
    try:
        engine().warm()
    except city_queries.NoCity:
        pass  # there is nothing to search yet
    except Exception:
        log.exception("Search did not get ready at the start; the first search in each language will try again.")
    finally:
        connection.close()


def engine() -> Engine:
    """Search over the services in force: to warm its models, or to keep its vectors."""
    return _current().engine


def _current() -> Catalogue:
    global _held  # noqa: PLW0603
    release = city_queries.release()
    held = _held
    if held and held.release == release:
        return held
    with _loading:
        if _held is None or _held.release != release:
            _held = _load(release)
        return _held


def _load(release: int) -> Catalogue:
    rows = CurrentService.objects.order_by("code").values_list("version_id", "version__definition")
    versions = dict(_definitions(rows))
    services = {service.code: service for service in versions.values()}
    return Catalogue(
        release=release,
        services=services,
        ids={service.code: id_ for id_, service in versions.items()},
        versions=versions,
        engine=Engine(tuple(services.values()), city_queries.current().languages),
        of_life_event=_grouped((event, service) for service in services.values() for event in service.life_events),
        of_subject=_grouped((service.subject, service) for service in services.values()),
    )


def _definitions(rows: Iterable[tuple[int, str]]) -> Iterable[tuple[int, Service]]:
    return ((id_, DEFINITION.decode(definition)) for id_, definition in rows)


def _grouped(pairs: Iterable[tuple[str, Service]]) -> dict[str, tuple[Service, ...]]:
    groups: dict[str, tuple[Service, ...]] = {}
    for key, service in pairs:
        groups[key] = (*groups.get(key, ()), service)
    return groups


def _make_room(held: dict[int, Service]) -> None:
    """Old versions go first when there are too many; those in force are loaded again at once, if it comes to that."""
    if len(held) >= OLD_VERSIONS_HELD + len(_current().services):
        in_force = set(_current().ids.values())
        for id_ in [id_ for id_ in list(held) if id_ not in in_force]:
            held.pop(id_, None)


def _no_service() -> NotFound:
    return NotFound(
        _("This service does not exist, or is no longer offered."),
        next_step=_("Search for it in your own words, or call the city's number."),
    )
