"""Installing services: versions that never change, all in force at once or none."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onecity.catalogue.definition import Service
from onecity.catalogue.files import read_services
from onecity.catalogue.models import CurrentService, ServiceVersion
from onecity.city import queries as city_queries
from onecity.city.domain import install_city
from onecity.city.files import Read, read_city
from onecity.city.sheet import Problem
from onecity.common.errors import Refusal

BATCH = 500


class VersionNotRaised(Refusal):
    """A published version never changes: its cases were filed under it."""

    code = "version-not-raised"


class FolderHasMistakes(Refusal):
    """The folder was not installed, not even in part. ``problems`` are its mistakes."""

    code = "folder-has-mistakes"
    status = 422

    def __init__(self, problems: Sequence[Problem]) -> None:
        count = len(problems)
        super().__init__(
            ngettext(
                "The folder has one mistake; nothing was installed.",
                "The folder has %(count)d mistakes; nothing was installed.",
                count,
            )
            % {"count": count},
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
    """What an installation did. ``release`` is the city's release now in force."""

    release: int
    city_changed: bool
    changes: tuple[Change, ...]
    services: int


def install_folder(folder: Path) -> Installation:
    """Put a city folder in force, whole or not at all. Raises FolderHasMistakes, VersionNotRaised."""
    read = read_city(folder)
    services, problems = read_services(folder, read.city)
    found = sorted({*read.problems, *problems})
    if found:
        raise FolderHasMistakes(found)
    return _install(read, services)


@transaction.atomic
def _install(read: Read, services: Sequence[Service]) -> Installation:
    before = city_queries.newest_release()
    changes = install_services(services=services)
    release = install_city(city=read.city, services=digest_of_all(services))
    transaction.on_commit(city_queries.forget)
    return Installation(release.id, before != release.id, changes, len(services))


def install_services(*, services: Sequence[Service]) -> tuple[Change, ...]:
    """Put services in force, and take those away that are not among them. Needs a transaction."""
    in_force = dict(CurrentService.objects.select_for_update().values_list("code", "version__version"))
    versions = _publish(services)
    wanted = {service.code: versions[service.code, service.version] for service in services}
    CurrentService.objects.exclude(code__in=wanted).delete()
    CurrentService.objects.bulk_create(
        [CurrentService(code=code, version_id=version) for code, version in wanted.items()],
        update_conflicts=True, unique_fields=["code"], update_fields=["version"], batch_size=BATCH,
    )  # fmt: skip
    return tuple(_changes(in_force, services))


def digest_of(service: Service) -> str:
    """What must stay the same for as long as the version does."""
    return hashlib.sha256(msgspec.json.encode(service)).hexdigest()


def digest_of_all(services: Iterable[Service]) -> str:
    return hashlib.sha256("".join(digest_of(service) for service in services).encode()).hexdigest()


def published_digests() -> dict[tuple[str, int], str]:
    """The digest of every published version, by code and version."""
    rows = ServiceVersion.objects.values_list("code", "version", "digest")
    return {(code, version): digest for code, version, digest in rows}


def check_versions(services: Sequence[Service], published: Mapping[tuple[str, int], str]) -> list[VersionNotRaised]:
    """A refusal for each service that changed and kept its version, or fell behind the newest."""
    newest: dict[str, int] = {}
    for code, version in published:
        newest[code] = max(version, newest.get(code, 0))
    return [refusal for service in services if (refusal := _refusal(service, published, newest.get(service.code, 0)))]


def _refusal(service: Service, published: Mapping[tuple[str, int], str], newest: int) -> VersionNotRaised | None:
    known = published.get((service.code, service.version))
    if service.version >= newest and known in (None, digest_of(service)):
        return None
    words = {"code": service.code, "version": service.version, "next": newest + 1, "family": service.family}
    return VersionNotRaised(
        _("%(code)s has changed, but its version is still %(version)d.") % words,
        next_step=_(
            "Write version: %(next)d in the file of %(family)s. Who applied before keeps the version applied under."
        )
        % words,
    )


def _publish(services: Sequence[Service]) -> dict[tuple[str, int], int]:
    """The ids of the versions wanted, published now if they are new. Raises VersionNotRaised."""
    published = published_digests()
    refusals = check_versions(services, published)
    if refusals:
        raise refusals[0]
    new = [service for service in services if (service.code, service.version) not in published]
    ServiceVersion.objects.bulk_create([_version(service) for service in new], batch_size=BATCH)
    rows = ServiceVersion.objects.values_list("code", "version", "id")
    return {(code, version): id_ for code, version, id_ in rows}


def _version(service: Service) -> ServiceVersion:
    definition = msgspec.to_builtins(service)
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
