"""Installing services: versions that never change, all in force at once or none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onecity.catalogue.definition import Service
from onecity.catalogue.folder import Folder, read_folder
from onecity.catalogue.models import CurrentService, ServiceVersion
from onecity.catalogue.queries import published_versions
from onecity.catalogue.versions import digest_of, digest_of_all, versions_not_raised
from onecity.city import queries as city_queries
from onecity.city.domain import install_city
from onecity.city.sheet import Problem
from onecity.common.errors import Refusal

BATCH = 500


class FolderHasMistakes(Refusal):
    """The folder was not installed, not even in part. ``problems`` are its mistakes."""

    code = "folder-has-mistakes"
    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        one = "The folder has one mistake; nothing was installed."
        many = "The folder has %(count)d mistakes; nothing was installed."
        super().__init__(
            ngettext(one, many, len(problems)) % {"count": len(problems)},
            next_step=_("Mend what `onecity check` tells, and load the folder again."),
        )
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Change:
    """What an installation did to a service."""

    code: str
    version: int
    kind: Literal["new", "changed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Installation:
    """What an installation did. ``release`` is the city's release now in force; ``changed`` says if it is another."""

    release: int
    changed: bool
    changes: tuple[Change, ...]
    services: int


def install_folder(path: Path) -> Installation:
    """Put a city folder in force, whole or not at all. Raises FolderHasMistakes."""
    folder = read_folder(path, published=published_versions())
    if folder.problems:
        raise FolderHasMistakes(folder.problems)
    return _install(folder)


@transaction.atomic
def _install(folder: Folder) -> Installation:
    before = city_queries.newest_release()
    changes = install_services(services=folder.services)
    release = install_city(city=folder.city, services=digest_of_all(folder.services))
    transaction.on_commit(city_queries.forget)
    return Installation(release.id, before != release.id, changes, len(folder.services))


def install_services(*, services: Sequence[Service]) -> tuple[Change, ...]:
    """Put services in force, and take those away that are not among them. Raises VersionNotRaised.

    Needs a transaction; a second installation waits for the end of the first.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE catalogue_serviceversion IN SHARE ROW EXCLUSIVE MODE")
    in_force = dict(CurrentService.objects.values_list("code", "version__version"))
    versions = _publish(services)
    wanted = {service.code: versions[service.code, service.version] for service in services}
    CurrentService.objects.exclude(code__in=wanted).delete()
    CurrentService.objects.bulk_create(
        [CurrentService(code=code, version_id=version) for code, version in wanted.items()],
        update_conflicts=True, unique_fields=["code"], update_fields=["version"], batch_size=BATCH,
    )  # fmt: skip
    return tuple(_changes(in_force, services))


def _publish(services: Sequence[Service]) -> dict[tuple[str, int], int]:
    """The ids of the versions wanted, published now if they are new."""
    published = published_versions()
    for refusal in versions_not_raised(services, published):
        raise refusal
    new = [service for service in services if (service.code, service.version) not in published]
    ServiceVersion.objects.bulk_create([_version(service) for service in new], batch_size=BATCH)
    rows = ServiceVersion.objects.values_list("code", "version", "id")
    return {(code, version): id_ for code, version, id_ in rows}


def _version(service: Service) -> ServiceVersion:
    definition = msgspec.json.encode(service).decode()
    return ServiceVersion(code=service.code, version=service.version, digest=digest_of(service), definition=definition)


def _changes(in_force: Mapping[str, int], services: Sequence[Service]) -> Iterable[Change]:
    wanted = {service.code: service.version for service in services}
    for code, version in wanted.items():
        if code not in in_force:
            yield Change(code, version, "new")
        elif in_force[code] != version:
            yield Change(code, version, "changed")
    for code in sorted(in_force.keys() - wanted.keys()):
        yield Change(code, in_force[code], "withdrawn")
