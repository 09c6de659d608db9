"""Versions of services: what must stay as it is for as long as the number does."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from django.utils.translation import gettext as _

from onecity.catalogue.definition import Service
from onecity.common.errors import Refusal

Published = Mapping[tuple[str, int], str]  # (code, version) -> digest


class VersionNotRaised(Refusal):
    """A published version never changes: its cases were filed under it."""

    code = "version-not-raised"

    def __init__(self, service: Service, newest: int) -> None:
        words = {"code": service.code, "version": service.version, "next": newest + 1, "family": service.family}
        super().__init__(
            _("%(code)s has changed, but its version is still %(version)d.") % words,
            next_step=_("Write version: %(next)d in the file of %(family)s. Cases keep the version of their day.")
            % words,
        )
        self.service = service.code


def digest_of(service: Service) -> str:
    return hashlib.sha256(msgspec.json.encode(service)).hexdigest()


def digest_of_all(services: Iterable[Service]) -> str:
    return hashlib.sha256("".join(digest_of(service) for service in services).encode()).hexdigest()


def versions_not_raised(services: Sequence[Service], published: Published) -> list[VersionNotRaised]:
    """A refusal for each service that changed and kept its version, or that fell behind the newest."""
    newest: dict[str, int] = {}
    for code, version in published:
        newest[code] = max(version, newest.get(code, 0))
    return [
        VersionNotRaised(service, newest[service.code])
        for service in services
        if not _may_stand(service, published, newest.get(service.code, 0))
    ]


def _may_stand(service: Service, published: Published, newest: int) -> bool:
    known = published.get((service.code, service.version))
    return service.version >= newest and known in (None, digest_of(service))
