"""A whole city folder, read: the city, its services, and every mistake in either."""

import re
from dataclasses import dataclass
from pathlib import Path

from onecity.catalogue.definition import Service
from onecity.catalogue.files import read_services
from onecity.catalogue.versions import Published, versions_not_raised
from onecity.city.definition import City
from onecity.city.files import read_city
from onecity.city.sheet import Problem


@dataclass(frozen=True, slots=True)
class Folder:
    """``city`` and ``services`` are whole only when there are no ``problems``."""

    city: City
    services: tuple[Service, ...]
    problems: tuple[Problem, ...]


def read_folder(path: Path, *, published: Published | None = None) -> Folder:
    """A folder with all its mistakes. With the ``published`` versions, one that changed and kept its number is one."""
    read = read_city(path)
    services, problems = read_services(path, read.city)
    found = {*read.problems, *problems}
    if not found:
        found = {*_not_raised(path, services, published or {})}
    return Folder(read.city, services, tuple(sorted(found)))


def _not_raised(path: Path, services: tuple[Service, ...], published: Published) -> list[Problem]:
    families = {service.code: service.family for service in services}
    refusals = versions_not_raised(services, published)
    return [Problem(*_version_place(path, families[r.service]), r.message, r.next_step) for r in refusals]


def _version_place(path: Path, family: str) -> tuple[str, int]:
    """The line of a family's file in which its version is written."""
    file = next((path / "services").glob(f"**/{family}.yaml"))
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if re.match(r"version\s*:", text)), 1)
    return file.relative_to(path).as_posix(), line
