"""YAML read with the line of everything, so that a mistake can be told where it stands.

The values are those of YAML 1.2's core schema: only ``true`` and ``false`` are booleans, a date is text, ``No`` is a
word. Aliases and tags are refused: families carry what is shared, and no file can blow up in memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

LARGEST = 500_000  # bytes; a large family has 20,000
DEEPEST = 30
LOADER: type[yaml.SafeLoader | yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+")
WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    file: str
    line: int


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """A mistake: where it is, what is wrong, and how to mend it."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}\n    {self.remedy}"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value; ``text`` is how it was written."""

    value: str | int | float | bool | None
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Listing:
    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Map:
    items: dict[str, "Node"]
    place: Place
    keys: dict[str, Place] = field(default_factory=dict)

    def has(self, *path: str) -> bool:
        """Whether something stands at a path of keys."""
        node: Node | None = self
        for step in path:
            node = node.items.get(step) if isinstance(node, Map) else None
        return node is not None

    def where(self, *path: str | int) -> Place:
        """The place of what stands at a path; as far as the path goes, otherwise."""
        node, place = self, self.place
        for step in path:
            if isinstance(node, Map) and step in node.items:
                place, node = node.keys.get(str(step), place), node.items[str(step)]  # type: ignore[assignment]
            elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]  # type: ignore[assignment]
                place = node.place
            else:
                break
        return place


Node = Leaf | Listing | Map


class Unreadable(Exception):
    """The file cannot be read at all."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def read_sheet(path: Path, name: str) -> tuple[Map, list[Problem]]:
    """The map that a file holds, and its duplicate keys. Raises Unreadable for what is no YAML map of decent size."""
    try:
        return _Composer(_text(path, name), name).of_file()
    except yaml.YAMLError as fault:
        raise Unreadable(_explained(fault, name)) from None


def plain(node: Node) -> object:
    """The bare value, without places."""
    match node:
        case Map(items):
            return {key: plain(value) for key, value in items.items()}
        case Listing(items):
            return [plain(item) for item in items]
    return node.value


def _text(path: Path, name: str) -> str:
    if not path.is_file():
        raise Unreadable(Problem(name, 1, "is missing", "write this file; docs/service-format.md shows how"))
    if path.stat().st_size > LARGEST:
        raise Unreadable(Problem(name, 1, f"is larger than {LARGEST // 1000} kB", "split it into several files"))
    try:
        raw = path.read_bytes()
    except OSError as fault:
        raise Unreadable(Problem(name, 1, f"cannot be read: {fault.strerror}", "let everybody read the file")) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise Unreadable(
            Problem(name, line, "is not written in UTF-8", "save the file in the UTF-8 encoding")
        ) from None


REMEDIES = (
    ("\\t", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", "put a text that holds a colon between quotation marks"),
    ("could not find expected ':'", "write `key: value`; a text over several lines goes between quotation marks"),
    ("while scanning a quoted scalar", "close the quotation mark; write '' for an apostrophe inside '…'"),
    ("cannot start any token", "put a text that begins with @, %, ` or a tab between quotation marks"),
    (
        "flow",
        "close the { or [ and part the entries by commas; put a text with a comma or colon between quotation marks",
    ),
    (
        "block",
        "let what belongs together begin in the same column; put a text with ' or \" in it between quotation marks",
    ),
)


def _explained(fault: yaml.YAMLError, name: str) -> Problem:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    words = f"{getattr(fault, 'context', '') or ''}: {getattr(fault, 'problem', '') or fault}".removeprefix(": ")
    remedy = next((remedy for sign, remedy in REMEDIES if sign in words), "compare the line with one that is right")
    return Problem(name, mark.line + 1 if mark else 1, f"is not YAML: {words.splitlines()[0]}", remedy)


class _Composer:
    """From the parser's events to nodes. Depth is bounded here: the parser's own composer would overflow the stack."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.events: Iterator[Any] = yaml.parse(text, Loader=LOADER)
        self.problems: list[Problem] = []

    def of_file(self) -> tuple[Map, list[Problem]]:
        """The one document of the file, which must be a map."""
        event = self._next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._next()
        if not isinstance(event, yaml.MappingStartEvent):
            self._refuse(event, "holds no `key: value` lines", "write it like the other files of its kind", line=1)
        sheet = self._map(event, Place(self.name, 1), 0)
        self._end()
        return sheet, self.problems

    def _next(self) -> Any:
        return next(self.events)

    def _end(self) -> None:
        """Nothing follows but the end; going there makes the parser read the rest of the file."""
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                self._refuse(event, "is not one YAML document but several", "one file holds one document: remove ---")

    def _node(self, event: Any, above: Place, depth: int) -> Node:
        self._check(event, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._map(event, above, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(above, depth)
        return Leaf(_value(event), event.value, self._place(event))

    def _listing(self, above: Place, depth: int) -> Listing:
        items = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, self._place(event), depth + 1))
        return Listing(tuple(items), above)

    def _map(self, start: Any, above: Place, depth: int) -> Map:
        self._check(start, depth)
        items: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            name, place = self._key(event), self._place(event)
            if name in items:
                what = f"`{name}` stands here and in line {keys[name].line}"
                self.problems.append(Problem(self.name, place.line, what, "keep one of the two"))
            items[name], keys[name] = self._node(self._next(), place, depth + 1), place
        return Map(items, above, keys)

    def _key(self, event: Any) -> str:
        self._check(event, 0)
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "has a key that is no word", "write `key: value`")
        return str(event.value)

    def _check(self, event: Any, depth: int) -> None:
        if isinstance(event, yaml.AliasEvent):
            remedy = "write it out (acts share what stands at the top of the family); a text with * goes between quotes"
            self._refuse(event, "uses an alias (*name)", remedy)
        if event.tag is not None:
            self._refuse(event, f"uses the tag {event.tag}", "write the value without a tag")
        if depth > DEEPEST:
            self._refuse(event, "is nested too deeply", "write it flat, like the other files")

    def _place(self, event: Any) -> Place:
        return Place(self.name, event.start_mark.line + 1)

    def _refuse(self, event: Any, what: str, remedy: str, *, line: int = 0) -> NoReturn:
        raise Unreadable(Problem(self.name, line or self._place(event).line, what, remedy))


def _value(event: Any) -> str | int | float | bool | None:
    text: str = event.value
    if event.style:
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
