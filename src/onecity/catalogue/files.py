"""A city folder's services, read: families unfolded into acts, shared fields put in, every mistake noted."""

from dataclasses import dataclass
from pathlib import Path

from onecity.catalogue.building import build_service
from onecity.catalogue.checks import check_service
from onecity.catalogue.definition import Service
from onecity.catalogue.inheritance import EMPTY, act_of, idle_removals, merge
from onecity.catalogue.shapes import ACT, FAMILY, FIELD
from onecity.city.definition import City
from onecity.city.shape import Reading, shown
from onecity.city.sheet import Map, Problem, Unreadable, read_sheet

NOTHING_SAID = "write what differs from the family, at least its `title` and `summary`"


@dataclass(frozen=True, slots=True)
class FamilyFile:
    """A file of services as it was read. ``top`` is what holds for all acts."""

    name: str
    code: str
    version: int
    top: Map
    acts: Map


def read_services(folder: Path, city: City) -> tuple[tuple[Service, ...], tuple[Problem, ...]]:
    """Every act of every family under ``services/``, in order of its code. Whole only when there are no problems."""
    reading = Reading(city.languages)
    shared = _shared_fields(folder, reading)
    services: dict[str, Service] = {}
    homes: dict[str, str] = {}
    for path in sorted((folder / "services").glob("**/*.yaml")):
        family = _read_family(path, path.relative_to(folder).as_posix(), reading)
        if family is None or _is_double(family, homes, reading):
            continue
        services |= {service.code: service for service in _acts_of(family, shared, city, reading)}
    return tuple(services[code] for code in sorted(services)), tuple(sorted(reading.problems))


def _shared_fields(folder: Path, reading: Reading) -> Map:
    """The shared fields, each read once so that a mistake in one is told even when nobody uses it."""
    try:
        sheet, _ = read_sheet(folder / "fields.yaml", "fields.yaml")
    except Unreadable:
        return EMPTY  # told with the city's files
    for node in sheet.items.values():
        FIELD.read(node, reading)
    return sheet


def _read_family(path: Path, name: str, reading: Reading) -> FamilyFile | None:
    try:
        sheet, problems = read_sheet(path, name)
    except Unreadable as fault:
        reading.problems.add(fault.problem)
        return None
    reading.problems.update(problems)
    own = Map({key: node for key, node in sheet.items.items() if key in FAMILY.keys}, sheet.place, sheet.keys)
    values = FAMILY.read(own, reading)
    acts = sheet.items.get("acts")
    if not values.get("family") or not isinstance(acts, Map):
        return None
    if values["family"] != path.stem:
        reading.note(
            sheet.where("family"),
            f"the family `{values['family']}` is in the file {path.name}",
            "let both have one name",
        )
    top = Map({key: node for key, node in sheet.items.items() if key not in FAMILY.keys}, sheet.place, sheet.keys)
    return FamilyFile(name, values["family"], values.get("version", 1), top, acts)


def _is_double(family: FamilyFile, homes: dict[str, str], reading: Reading) -> bool:
    home = homes.setdefault(family.code, family.name)
    if home != family.name:
        reading.note(
            family.top.where("family"), f"the family `{family.code}` is also in {home}", "rename one of the two"
        )
    return home != family.name


def _acts_of(family: FamilyFile, shared: Map, city: City, reading: Reading) -> list[Service]:
    codes = [f"{family.code}.{act}" for act in family.acts.items]
    services = []
    for code, (act, node) in zip(codes, family.acts.items.items(), strict=True):
        if not isinstance(node, Map):
            reading.note(family.acts.where(act), f"the act `{act}` is {shown(node)}", NOTHING_SAID)
            continue
        for place, key in idle_removals(family.top, node):
            reading.note(place, f"removes `{key}`, which is not inherited", "leave the line out, or mend the name")
        sheet = _with_shared_fields(act_of(family.top, node), shared, reading)
        related = tuple(other for other in codes if other != code)
        values = ACT.read(sheet, reading)
        service = build_service(
            family=family.code, act=act, version=family.version, values=values, city=city, related=related
        )
        check_service(service, sheet, city, reading)
        services.append(service)
    return services


def _with_shared_fields(sheet: Map, shared: Map, reading: Reading) -> Map:
    """The act with every ``use: name`` replaced by the shared field, under whatever else the act says of it."""
    fields = sheet.items.get("fields")
    if not isinstance(fields, Map):
        return sheet
    filled = {
        name: _filled(node, shared, reading) if isinstance(node, Map) else node for name, node in fields.items.items()
    }
    return Map(sheet.items | {"fields": Map(filled, fields.place, fields.keys)}, sheet.place, sheet.keys)


def _filled(field: Map, shared: Map, reading: Reading) -> Map:
    used = field.items.get("use")
    if used is None:
        return field
    name = getattr(used, "text", "")
    source = shared.items.get(name)
    if not isinstance(source, Map):
        reading.note_unknown(field.where("use"), "the shared field", name, shared.items)
        source = EMPTY
    own = Map({key: node for key, node in field.items.items() if key != "use"}, field.place, field.keys)
    return merge(source, own)
