"""A city folder's services, read: families unfolded into acts, shared fields put in, every mistake noted."""

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from onecity.catalogue.building import Values, build_service
from onecity.catalogue.checks import check_service
from onecity.catalogue.definition import Service
from onecity.catalogue.inheritance import EMPTY, act_of, idle_removals, merge
from onecity.catalogue.shapes import ACT, ACT_KEYS, FAMILY, FAMILY_KEYS, FIELD
from onecity.city.definition import City
from onecity.city.shape import CODE, MapOf, Reading, nearest, shown
from onecity.city.sheet import Leaf, Map, Problem, Unreadable, read_sheet

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
    titles: dict[tuple[str, str], str] = {}
    for path in sorted((folder / "services").glob("**/*.yaml")):
        family = _read_family(path, path.relative_to(folder).as_posix(), reading)
        if family is None or _is_double(family, homes, reading):
            continue
        for service in _acts_of(family, shared, city, reading):
            services[service.code] = service
            _check_title(service, family, titles, reading)
    return tuple(services[code] for code in sorted(services)), tuple(sorted(reading.problems))


def _shared_fields(folder: Path, reading: Reading) -> Map:
    """The shared fields, each read once so that a mistake in one is told even when nobody uses it."""
    try:
        sheet, _ = read_sheet(folder / "fields.yaml", "fields.yaml")
    except Unreadable:
        return EMPTY  # told with the city's files
    MapOf(FIELD).read(sheet, reading)
    return sheet


def _read_family(path: Path, name: str, reading: Reading) -> FamilyFile | None:
    try:
        sheet, problems = read_sheet(path, name)
    except Unreadable as fault:
        reading.problems.add(fault.problem)
        return None
    reading.problems.update(problems)
    values = FAMILY.read(_only(sheet, FAMILY_KEYS), reading)
    _check_keys(sheet, reading)
    acts = sheet.items.get("acts")
    if not values.get("family") or not isinstance(acts, Map):
        return None
    if values["family"] != path.stem:
        what = f"the family `{values['family']}` is in the file {path.name}"
        reading.note(sheet.where("family"), what, "let both have one name")
    return FamilyFile(name, values["family"], values.get("version", 1), _only(sheet, ACT_KEYS), acts)


def _only(sheet: Map, keys: Collection[str]) -> Map:
    return Map({key: node for key, node in sheet.items.items() if key in keys}, sheet.place, sheet.keys)


def _check_keys(sheet: Map, reading: Reading) -> None:
    """The keys at the top are the family's own and those of its acts."""
    known = (*FAMILY_KEYS, *ACT_KEYS)
    for key in sheet.items.keys() - set(known):
        reading.note(sheet.keys[key], f"a service file has no key `{key}`", nearest(key, known))


def _check_title(service: Service, family: FamilyFile, titles: dict[tuple[str, str], str], reading: Reading) -> None:
    """No two services have one title: people choose by it."""
    for title in service.title.items():
        other = titles.setdefault(title, service.code)
        if other != service.code:
            place = family.acts.where(service.code.partition(".")[2], "title")
            reading.note(place, f"{other} has the title “{title[1]}” too", "say in the title how this service differs")


def _is_double(family: FamilyFile, homes: dict[str, str], reading: Reading) -> bool:
    home = homes.setdefault(family.code, family.name)
    if home != family.name:
        reading.note(
            family.top.where("family"), f"the family `{family.code}` is also in {home}", "rename one of the two"
        )
    return home != family.name


def _acts_of(family: FamilyFile, shared: Map, city: City, reading: Reading) -> list[Service]:
    """The family's services. A mistake that several acts inherit is noted once."""
    read = {act: _act_of(act, family, shared, city) for act in family.acts.items}
    met = Counter(problem for _, own in read.values() for problem in own.problems)
    for act, (_, own) in read.items():
        for problem in own.problems:
            everywhere = met[problem] == len(read) or problem.line >= family.acts.where(act).line
            reading.problems.add(problem if everywhere else replace(problem, what=f"in `{act}`, {problem.what}"))
    return [service for service, _ in read.values() if service]


def _act_of(act: str, family: FamilyFile, shared: Map, city: City) -> tuple[Service | None, Reading]:
    reading, node = Reading(city.languages), family.acts.items[act]
    if not re.fullmatch(CODE, act):
        reading.note(
            family.acts.where(act), f"the act `{act}` is not a code", "write lower-case words joined by hyphens"
        )
    if not isinstance(node, Map):
        reading.note(family.acts.where(act), f"the act `{act}` is {shown(node)}", NOTHING_SAID)
        return None, reading
    for place, key in idle_removals(family.top, node):
        reading.note(place, f"removes `{key}`, which is not inherited", "leave the line out, or mend the name")
    sheet = _with_shared_fields(act_of(family.top, node), shared, reading)
    service = _built(family, act, ACT.read(sheet, reading), city)
    check_service(service, sheet, city, reading)
    return service, reading


def _built(family: FamilyFile, act: str, values: Values, city: City) -> Service:
    related = tuple(f"{family.code}.{other}" for other in family.acts.items if other != act)
    return build_service(family=family.code, act=act, version=family.version, values=values, city=city, related=related)


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
        source = _unknown_field(field, reading)
    own = Map({key: node for key, node in field.items.items() if key != "use"}, field.place, field.keys)
    return merge(source, own)


def _unknown_field(field: Map, reading: Reading) -> Map:
    """What stands for a shared field that does not exist, so that nothing more is said about it."""
    words = Map({language: Leaf("?", "?", field.place) for language in reading.languages}, field.place)
    return Map({"title": words}, field.place)
