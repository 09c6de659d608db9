"""Shapes: what may stand in a file of the city, declared once, for reading it and for its published JSON Schema.

A kind reads a node into a plain value and notes every mistake on the way; it never stops at the first. What cannot be
read comes back as the kind's blank, so that reading goes on.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Protocol

from onecity.city.sheet import Leaf, Listing, Map, Node, Place, Problem, plain
from onecity.common.text import Text

CODE = r"[a-z][a-z0-9]*(-[a-z0-9]+)*"  # words joined by hyphens
NAME = r"[a-z][a-z0-9]*(_[a-z0-9]+)*"  # words joined by underscores: a rule can name it
EITHER = r"[a-z][a-z0-9]*([-_][a-z0-9]+)*"
MOST_NAMED = 24  # right names told for a wrong one
LANGUAGE = r"[a-z]{2,3}(-[a-z0-9]{2,8})?"


@dataclass(slots=True)
class Reading:
    """What is read of a folder: the languages that every text must have, and the mistakes found so far."""

    languages: tuple[str, ...] = ("en",)
    problems: set[Problem] = field(default_factory=set)

    def note(self, place: Place, what: str, remedy: str) -> None:
        self.problems.add(Problem(place.file, place.line, what, remedy))

    def note_unknown(
        self, place: Place, what: str, name: str, known: Mapping[str, object] | set[str] | tuple[str, ...]
    ) -> None:
        """Something that does not exist, with the nearest that does."""
        self.note(place, f"{what} `{name}` does not exist", nearest(name, tuple(known)))


def nearest(name: str, known: tuple[str, ...]) -> str:
    """The remedy for a wrong name: the most similar right one, or all that there are."""
    alike = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    if alike:
        return f"did you mean `{alike[0]}`?"
    if not known:
        return "none is declared yet"
    return f"there are: {', '.join(sorted(known)[:MOST_NAMED])}{', …' if len(known) > MOST_NAMED else ''}"


class Kind(Protocol):
    def read(self, node: Node, reading: Reading) -> Any: ...
    def schema(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Value:
    """A single value, made by ``make`` from how it was written; None when it cannot be."""

    make: Callable[[Leaf], Any]
    wanted: str
    published: dict[str, Any]
    blank: Any = ""

    def read(self, node: Node, reading: Reading) -> Any:
        made = self.make(node) if isinstance(node, Leaf) else None
        if made is None:
            what, _, how = self.wanted.partition(": ")
            reading.note(node.place, f"{shown(node)} is not {what}", f"write {how or what}")
            return self.blank
        return made

    def schema(self) -> dict[str, Any]:
        return dict(self.published)


def string(wanted: str, pattern: str, longest: int = 200, *, bare: bool = False) -> Value:
    """A word of a given form. A bare number counts as the text that was written; ``bare`` says so to editors."""
    form = re.compile(pattern, re.DOTALL)

    def make(leaf: Leaf) -> str | None:
        text = leaf.text.strip()
        return text if leaf.value is not None and len(text) <= longest and form.fullmatch(text) else None

    return Value(
        make,
        wanted,
        {
            "type": ["string", "number", "boolean"] if bare else "string",
            "pattern": f"^(?:{pattern})$",
            "maxLength": longest,
        },
    )


def integer(least: int, most: int) -> Value:
    def make(leaf: Leaf) -> int | None:
        whole = isinstance(leaf.value, int) and not isinstance(leaf.value, bool)
        return leaf.value if whole and least <= leaf.value <= most else None  # type: ignore[operator,return-value]

    wanted = f"a whole number from {least} to {most}"
    return Value(make, wanted, {"type": "integer", "minimum": least, "maximum": most}, blank=None)


def number(least: float, most: float) -> Value:
    def make(leaf: Leaf) -> float | None:
        counts = isinstance(leaf.value, int | float) and not isinstance(leaf.value, bool)
        return float(leaf.text) if counts and least <= float(leaf.text) <= most else None

    wanted = f"a number from {least:g} to {most:g}"
    return Value(make, wanted, {"type": "number", "minimum": least, "maximum": most}, blank=None)


def one_of(*words: str) -> Value:
    """One of a few words."""

    def make(leaf: Leaf) -> str | None:
        return leaf.text if leaf.text in words else None

    return Value(make, f"one of {', '.join(words)}", {"enum": list(words)}, blank=words[0])


CODES = string("a code: lower-case words joined by hyphens", CODE, 60)
NAMES = string("a name: lower-case words joined by underscores", NAME, 40)
FREE = string("a text", r".*\S.*", 2000, bare=True)
RULE = string("a rule in CEL", r".*\S.*", 1000, bare=True)
BOOLEAN = Value(
    lambda leaf: leaf.value if isinstance(leaf.value, bool) else None, "true or false", {"type": "boolean"}, blank=False
)


@dataclass(frozen=True, slots=True)
class Anything:
    """A value of JSON, taken as it is."""

    published: Mapping[str, Any] = field(default_factory=dict)

    def read(self, node: Node, reading: Reading) -> Any:  # noqa: ARG002
        return plain(node)

    def schema(self) -> dict[str, Any]:
        return dict(self.published)


@dataclass(frozen=True, slots=True)
class TextKind:
    """A text in every language of the city."""

    longest: int = 2000

    def read(self, node: Node, reading: Reading) -> Text:
        if not isinstance(node, Map):
            example = ", ".join(f"{language}: …" for language in reading.languages)
            reading.note(node.place, f"{shown(node)} is not a text in each language", f"write {{{example}}}")
            return Text()
        for language in set(reading.languages) - node.items.keys():
            reading.note(node.place, f"the text has no `{language}`", f"add it in the language `{language}`")
        return Text({key: self._in(key, value, node, reading) for key, value in node.items.items()})

    def _in(self, language: str, node: Node, above: Map, reading: Reading) -> str:
        if language not in reading.languages:
            remedy = "a comma inside {…} goes between quotation marks; " + nearest(language, reading.languages)
            reading.note(above.keys[language], f"`{language}` is no language of the city", remedy)
        elif not isinstance(node, Leaf) or not node.text.strip() or len(node.text) > self.longest:
            what = f"{shown(node)} is not a text of 1 to {self.longest} characters"
            reading.note(
                node.place, what, "write the text; put one that holds a colon or comma between quotation marks"
            )
        return node.text.strip() if isinstance(node, Leaf) else ""

    def schema(self) -> dict[str, Any]:
        return {"$ref": "#/$defs/text"}


TEXT = TextKind()


@dataclass(frozen=True, slots=True)
class ListOf:
    kind: Kind
    shortest: int = 0
    longest: int = 200

    def read(self, node: Node, reading: Reading) -> list[Any]:
        if not isinstance(node, Listing):
            reading.note(
                node.place, f"{shown(node)} is not a list", "write a list: [one, two], or a line `- …` for each"
            )
            return []
        if not self.shortest <= len(node.items) <= self.longest:
            what = f"the list has {len(node.items)} entries"
            reading.note(node.place, what, f"write {self.shortest} to {self.longest}")
        read = (self.kind.read(item, reading) for item in node.items)
        return [value for value in read if value is not None]

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.kind.schema(), "minItems": self.shortest, "maxItems": self.longest}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A map of names, all of one kind."""

    kind: Kind
    keys: str = CODE
    wanted: str = "a code: lower-case words joined by hyphens"
    fewest: int = 0
    null: bool = False  # whether null may stand for "not here"

    def read(self, node: Node, reading: Reading) -> dict[str, Any]:
        if not isinstance(node, Map):
            reading.note(node.place, f"{shown(node)} is not a map", "write a line `name: …` for each entry")
            return {}
        if len(node.items) < self.fewest:
            what = f"{len(node.items)} of at least {self.fewest} entries are here"
            reading.note(node.place, what, "add what is missing")
        for key in node.items:
            if not re.fullmatch(self.keys, key) or len(key) > 60:
                what, _, how = self.wanted.partition(": ")
                reading.note(node.keys[key], f"`{key}` is not {what}", f"rename it: {how or what}")
        return {key: self.kind.read(value, reading) for key, value in node.items.items()}

    def schema(self) -> dict[str, Any]:
        entries = self.kind.schema()
        return {
            "type": "object",
            "propertyNames": {"pattern": f"^{self.keys}$"},
            "additionalProperties": {"anyOf": [entries, {"type": "null"}]} if self.null else entries,
            "minProperties": self.fewest,
        }


@dataclass(frozen=True, slots=True)
class Shape:
    """A map with keys of its own. What is absent is not in the result."""

    keys: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    of: str = "this place"

    def read(self, node: Node, reading: Reading) -> dict[str, Any]:
        if not isinstance(node, Map):
            reading.note(
                node.place, f"{shown(node)} is not a map", f"write the keys of {self.of}: {', '.join(self.keys)}"
            )
            return {}
        for key in node.items.keys() - self.keys.keys():
            reading.note(node.keys[key], f"{self.of} has no key `{key}`", nearest(key, tuple(self.keys)))
        for key in self.required:
            if key not in node.items:
                reading.note(node.place, f"{self.of} has no `{key}`", f"add a line `{key}: …`")
        read = ((key, self.keys[key].read(value, reading)) for key, value in node.items.items() if key in self.keys)
        return {key: value for key, value in read if value is not None}

    def schema(self) -> dict[str, Any]:
        return {
            "type": "object",
            "properties": {key: kind.schema() for key, kind in self.keys.items()},
            "required": list(self.required),
            "additionalProperties": False,
        }


def shown(node: Node) -> str:
    """A value as a mistake quotes it: short."""
    match node:
        case Map():
            return "a map"
        case Listing():
            return "a list"
    return f"`{node.text[:40]}{'…' if len(node.text) > 40 else ''}`" if node.text else "nothing"
