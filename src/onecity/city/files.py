"""A city folder, read: everything but the services."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onecity.city import shapes
from onecity.city.checks import check_city
from onecity.city.definition import Agency, Attribute, CertificateKind, City, NamedPlace, Register, Titled, Unit
from onecity.city.outlines import read_outlines
from onecity.city.shape import Reading, nearest
from onecity.city.sheet import Map, Place, Problem, Unreadable, read_sheet
from onecity.common.text import Text

NO_MAP = Map({}, Place("city.yaml", 1))


@dataclass(frozen=True, slots=True)
class Read:
    """A folder as it was read. ``city`` is whole only when there are no ``problems``; ``fields`` are shared ones."""

    city: City
    fields: Map
    problems: tuple[Problem, ...]


def read_city(folder: Path) -> Read:
    """The city in a folder, with every mistake in its files."""
    reading = Reading()
    sheets = {name: _sheet(folder, name, reading) for name in shapes.FILES}
    reading.languages = _languages(sheets["city.yaml"])
    values = {name: shapes.FILES[name].read(sheet, reading) for name, sheet in sheets.items() if name != "fields.yaml"}
    city = _city(values, reading.languages, read_outlines(folder, values["districts.yaml"], reading))
    check_city(city, sheets, reading)
    check_names(folder, reading)
    return Read(city, sheets["fields.yaml"], tuple(sorted(reading.problems)))


def check_names(folder: Path, reading: Reading) -> None:
    """A file that nothing reads is a mistake: most often a slip in its name."""
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in shapes.FILES:
            reading.note(Place(path.name, 1), "this file is not read", nearest(path.name, tuple(shapes.FILES)))
    for path in sorted(folder.glob("services/**/*.yml")):
        place = Place(path.relative_to(folder).as_posix(), 1)
        reading.note(place, "this file is not read", f"rename it to {path.stem}.yaml")


def _sheet(folder: Path, name: str, reading: Reading) -> Map:
    if name in shapes.OPTIONAL and not (folder / name).exists():
        return Map({}, Place(name, 1))
    try:
        sheet, problems = read_sheet(folder / name, name)
    except Unreadable as fault:
        reading.problems.add(fault.problem)
        return Map({}, Place(name, 1))
    reading.problems.update(problems)
    return sheet


def _languages(sheet: Map) -> tuple[str, ...]:
    """The languages are read first: every other text is measured by them. Where they are wrong, the name's count."""
    silent = Reading()
    found = shapes.LANGUAGES.read(sheet.items["languages"], silent) if "languages" in sheet.items else []
    name = sheet.items.get("name")
    if (silent.problems or not found) and isinstance(name, Map):
        return tuple(name.items)
    return tuple(found) or ("en",)


def _city(values: Mapping[str, Any], languages: tuple[str, ...], outlines: str) -> City:
    own: dict[str, Any] = {
        "code": "",
        "name": Text(),
        "timezone": "",
        "currency": "",
        "telephone": "",
        "number_prefix": "",
    }
    own |= {"accent": "", "warm": "", "made_up": False} | values["city.yaml"]
    own["languages"] = languages
    return City(
        **own,
        outlines=outlines,
        districts=values["districts.yaml"],
        agencies={code: _agency(code, value) for code, value in values["agencies.yaml"].items()},
        subjects=_titled(values["subjects.yaml"]),
        life_events=_titled(values["life_events.yaml"]),
        registers={code: _register(code, value) for code, value in values["registers.yaml"].items()},
        certificates={code: _certificate(code, value) for code, value in values["certificates.yaml"].items()},
        places={code: _place(code, value) for code, value in values["places.yaml"].items()},
    )


def _titled(values: Mapping[str, Any]) -> dict[str, Titled]:
    return {code: Titled(code=code, **({"title": Text()} | value)) for code, value in values.items()}


def _agency(code: str, value: dict[str, Any]) -> Agency:
    calendar = value.pop("calendar", {})
    if "weekend" in calendar:
        calendar["weekend"] = tuple(calendar["weekend"])
    units = {unit: Unit(code=unit, name=name) for unit, name in value.pop("units", {}).items()}
    return Agency(code=code, units=units, **({"name": Text(), "duties": Text()} | value | calendar))


def _register(code: str, value: dict[str, Any]) -> Register:
    attributes = {
        name: Attribute(code=name, **({"title": Text(), "type": "string"} | attribute))
        for name, attribute in value.pop("attributes", {}).items()
    }
    return Register(code=code, attributes=attributes, **({"title": Text(), "owner": "", "law": Text()} | value))


def _certificate(code: str, value: dict[str, Any]) -> CertificateKind:
    value["show"] = tuple(value.get("show", ()))
    return CertificateKind(code=code, **({"title": Text(), "text": Text()} | value))


def _place(code: str, value: dict[str, Any]) -> NamedPlace:
    """A point that is no pair of numbers was noted; it stands at 0, 0 until it is mended."""
    lon, lat = (*value.pop("at", ()), 0.0, 0.0)[:2]
    value["other"] = tuple(value.get("other", ()))
    return NamedPlace(code=code, lon=lon, lat=lat, **({"name": Text(), "kind": "street", "district": ""} | value))
