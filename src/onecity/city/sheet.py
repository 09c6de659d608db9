"""YAML read with the line of everything, so that a mistake can be told where it stands.

The values are those of YAML 1.2's core schema: only ``true`` and ``false`` are booleans, a date is text, ``No`` is a
word. Aliases and tags are refused: families carry what is shared, and no file can blow up in memory.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

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
    text = _text(path, name)
    try:
        root = _root(text)
    except yaml.YAMLError as fault:
        raise Unreadable(_explained(fault, name)) from None
    except RecursionError:
        raise Unreadable(Problem(name, 1, "is nested too deeply", "write it flat, like the other files")) from None
    if not isinstance(root, yaml.MappingNode):
        raise Unreadable(Problem(name, 1, "holds no `key: value` lines", "write it like the other files of its kind"))
    return _Conversion(name).of_file(root)


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
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        raise Unreadable(
            Problem(name, line, "is not written in UTF-8", "save the file in the UTF-8 encoding")
        ) from None


def _root(text: str) -> yaml.Node | None:
    loader = LOADER(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()  # type: ignore[no-untyped-call]
    return node


REMEDIES = (
    ("\\t", "indent with spaces, not with tabs"),
    ("mapping values are not allowed", "put a text that holds a colon between quotation marks"),
    ("could not find expected ':'", "write `key: value`; a text over several lines goes between quotation marks"),
    ("while scanning a quoted scalar", "close the quotation mark; write '' for an apostrophe inside '…'"),
    ("undefined alias", "a text that begins with * goes between quotation marks"),
    ("cannot start any token", "put a text that begins with @, %, ` or a tab between quotation marks"),
    ("expected a single document", "one file holds one document: remove the --- line"),
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


class _Conversion:
    """From PyYAML's nodes to ours; a node met twice is an alias."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.met: set[int] = set()
        self.problems: list[Problem] = []

    def of_file(self, root: yaml.MappingNode) -> tuple[Map, list[Problem]]:
        return self.of_map(root, Place(self.name, 1), 0), self.problems

    def of(self, node: yaml.Node, above: Place, depth: int) -> Node:
        place = Place(self.name, node.start_mark.line + 1)
        self._refuse(node, place, depth)
        if isinstance(node, yaml.MappingNode):
            return self.of_map(node, above, depth)
        if isinstance(node, yaml.SequenceNode):
            return Listing(
                tuple(self.of(item, Place(self.name, item.start_mark.line + 1), depth + 1) for item in node.value),
                above,
            )
        return Leaf(_value(node), node.value, place)

    def of_map(self, node: yaml.MappingNode, above: Place, depth: int) -> Map:
        items: dict[str, Node] = {}
        keys: dict[str, Place] = {}
        for key, value in node.value:
            place = Place(self.name, key.start_mark.line + 1)
            name = self._key(key, place)
            if name in items:
                what = f"`{name}` stands here and in line {keys[name].line}"
                self.problems.append(Problem(self.name, place.line, what, "keep one of the two"))
            items[name], keys[name] = self.of(value, place, depth + 1), place
        return Map(items, above, keys)

    def _key(self, key: yaml.Node, place: Place) -> str:
        if not isinstance(key, yaml.ScalarNode):
            raise Unreadable(Problem(self.name, place.line, "has a key that is no word", "write `key: value`"))
        return str(key.value)

    def _refuse(self, node: yaml.Node, place: Place, depth: int) -> None:
        if id(node) in self.met:
            what, remedy = (
                "uses an alias (*name)",
                "write it out: what acts share stands once, at the top of the family",
            )
        elif not node.tag.startswith("tag:yaml.org,2002:") or "python" in node.tag:
            what, remedy = f"uses the tag {node.tag}", "write the value without a tag"
        elif depth > DEEPEST:
            what, remedy = "is nested too deeply", "write it flat, like the other files"
        else:
            self.met.add(id(node))
            return
        raise Unreadable(Problem(self.name, place.line, what, remedy))


def _value(node: yaml.Node) -> str | int | float | bool | None:
    text: str = node.value
    if getattr(node, "style", None):
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text) and len(text) < 20:
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
