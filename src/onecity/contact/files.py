"""The folder ``contact/`` of a city, read with every mistake in it. A city without the folder has no contact centre."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from onecity.city.definition import City
from onecity.city.shape import Kind, Reading
from onecity.city.sheet import Map, Place, Problem, Unreadable, read_sheet
from onecity.contact import shapes
from onecity.contact.definition import Article, Centre, Question, Rules, Topic

GROUPS_FILE = "contact/groups.yaml"
RULES_FILE = "contact/rules.yaml"


@dataclass(frozen=True, slots=True)
class Read:
    """``centre`` is whole only when there are no ``problems``."""

    centre: Centre
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Source:
    """Where something was written, and by which agency it is owned: the name of the file."""

    value: dict[str, Any]
    sheet: Map
    agency: str


def read_centre(folder: Path, city: City, services: Collection[str]) -> Read:
    """Groups, topics and articles of a city. ``services`` are the codes that topics and articles may name."""
    reading = Reading(languages=city.languages)
    if not (folder / "contact").is_dir():
        return Read(Centre(), ())
    groups = shapes.GROUPS.read(_sheet(folder, GROUPS_FILE, reading), reading)
    topics = _all(folder, "topics", shapes.TOPICS, city, reading)
    articles = _all(folder, "articles", shapes.ARTICLES, city, reading)
    centre = Centre(
        rules=_rules(folder, reading),
        groups=groups,
        topics={code: _topic(code, source) for code, source in topics.items()},
        articles={code: _article(code, source) for code, source in articles.items()},
    )
    for code, source in topics.items():
        _check_topic(centre.topics[code], source.sheet, centre, city, services, reading)
    for code, source in articles.items():
        _check_article(centre.articles[code], source.sheet, city, services, reading)
    return Read(centre, tuple(sorted(reading.problems)))


def _rules(folder: Path, reading: Reading) -> Rules:
    """What the city says otherwise than most; a city without the file is like most."""
    there = (folder / RULES_FILE).is_file()
    return Rules(**shapes.RULES.read(_sheet(folder, RULES_FILE, reading), reading)) if there else Rules()


def _sheet(folder: Path, name: str, reading: Reading) -> Map:
    try:
        sheet, problems = read_sheet(folder / name, name)
    except Unreadable as fault:
        reading.problems.add(fault.problem)
        return Map({}, Place(name, 1))
    reading.problems.update(problems)
    return sheet


def _all(folder: Path, kind: str, shape: Kind, city: City, reading: Reading) -> dict[str, _Source]:
    """Everything of one kind, by its code. A code that stands in two files is a mistake of the second."""
    found: dict[str, _Source] = {}
    for path in sorted((folder / "contact" / kind).glob("*.y*ml")):
        name = path.relative_to(folder).as_posix()
        if path.stem not in city.agencies or path.suffix != ".yaml":
            reading.note_unknown(Place(name, 1), "the file has the name of its agency:", path.stem, city.agencies)
            continue
        sheet = _sheet(folder, name, reading)
        for code, value in shape.read(sheet, reading).items():
            if code in found:
                where = found[code].sheet.place.file
                reading.note(sheet.where(code), f"`{code}` is also in {where}", "rename one of the two")
            found[code] = _Source(value, sheet, path.stem)
    return found


def _topic(code: str, source: _Source) -> Topic:
    value = dict(source.value)
    deadline = value.pop("deadline", {})
    ask = {name: _question(name, asked) for name, asked in value.pop("ask", {}).items()}
    plain = {"title": {}, "group": "", "kind": "question"} | _tuples(value, "helpers", "answers", "services")
    return Topic(
        code=code, agency=source.agency, ask=ask, days=deadline.get("days", 0), hours=deadline.get("hours", 0), **plain
    )


def _article(code: str, source: _Source) -> Article:
    plain = {"title": {}, "text": {}, "reviewed": "", "review": ""} | _tuples(dict(source.value), "services")
    return Article(code=code, agency=source.agency, **plain)


def _question(code: str, value: dict[str, Any]) -> Question:
    return Question(code=code, **({"title": {}} | value))


def _tuples(value: dict[str, Any], *names: str) -> dict[str, Any]:
    phrases = {
        name: {language: tuple(said) for language, said in value[name].items()}
        for name in ("words", "examples")
        if name in value
    }
    return value | phrases | {name: tuple(value[name]) for name in names if name in value}


def _check_topic(
    topic: Topic, sheet: Map, centre: Centre, city: City, services: Collection[str], reading: Reading
) -> None:
    where: Callable[..., Place] = lambda *path: sheet.where(topic.code, *path)  # noqa: E731
    if bool(topic.days) == bool(topic.hours):
        reading.note(where("deadline"), "a deadline is either hours or days", "write {hours: 4} or {days: 5}")
    named: Iterator[tuple[Place, str, str, Collection[str]]] = iter(
        [
            (where("group"), "the group", topic.group, centre.groups),
            *((where("helpers"), "the agency", code, city.agencies) for code in topic.helpers),
            *((where("answers"), "the article", code, centre.articles) for code in topic.answers),
            *((where("services"), "the service", code, services) for code in topic.services),
        ]
    )
    for place, what, name, known in named:
        if name and name not in known:
            reading.note_unknown(place, what, name, set(known))
    _check_unit(topic, where("unit"), city, reading)
    for question in topic.ask.values():
        if (question.type in shapes.CHOSEN) != bool(question.options):
            what = f"a question of type `{question.type}` {'needs' if not question.options else 'has no'} options"
            reading.note(where("ask", question.code), what, "write `options:` for the types one and many only")


def _check_article(article: Article, sheet: Map, city: City, services: Collection[str], reading: Reading) -> None:
    _check_unit(article, sheet.where(article.code, "unit"), city, reading)
    for code in article.services:
        if code not in services:
            reading.note_unknown(sheet.where(article.code, "services"), "the service", code, set(services))
    for name in ("reviewed", "review"):
        if not _is_day(getattr(article, name)):
            reading.note(sheet.where(article.code, name), "there is no such day", "write a day such as 2026-06-15")


def _check_unit(item: Topic | Article, place: Place, city: City, reading: Reading) -> None:
    units: Mapping[str, object] = city.agencies[item.agency].units
    if item.unit and item.unit not in units:
        reading.note_unknown(place, f"the unit of {item.agency}", item.unit, units)


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
