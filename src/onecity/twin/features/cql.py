"""CQL2 text (OGC 21-065): the basic comparisons, LIKE, BETWEEN, IN, IS NOT NULL, AND, OR and S_INTERSECTS.

A filter becomes the nodes of ``q`` and at most one geo-query, so it is told to the database like any other query.
"""

import re
from typing import Any, Final, NoReturn

import msgspec
import shapely

from onecity.twin.context import CORE
from onecity.twin.errors import BadRequestData
from onecity.twin.patterns import compiled
from onecity.twin.query import GeoQuery, Node
from onecity.twin.query.geo import checked
from onecity.twin.query.nodes import And, Compare, Exists, Literal, Match, Operator, Or, Path, Range

MAX_LENGTH: Final = 8_000
MAX_DEPTH: Final = 30
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?P<sign><>|<=|>=|=|<|>|[(),])"
    r"|(?P<name>\"[^\"]+\"|[A-Za-z_][\w.:/#-]*))"
)
_OPERATORS: Final = {"=": "==", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_SHAPES: Final = frozenset({"POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON"})


class Filter(msgspec.Struct):
    """What a filter says: about attributes, and about the place."""

    node: Node | None = None
    geo: GeoQuery | None = None


def parse_cql(text: str) -> Filter:
    """A filter; raises BadRequestData, naming the place."""
    if len(text) > MAX_LENGTH:
        raise BadRequestData("The filter is too long", f"At most {MAX_LENGTH} characters are accepted.")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = self._tokens()
        self.at = 0
        self.geo: GeoQuery | None = None

    def _tokens(self) -> list[tuple[str, str, int]]:
        found, at = [], 0
        while at < len(self.text.rstrip()):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise BadRequestData("The filter cannot be read", f"Character {at + 1}: {self.text[at:][:40]!r}.")
            kind = match.lastgroup or ""
            found.append((kind, match[kind], match.start(kind)))
            at = match.end()
        return found

    def whole(self) -> Filter:
        node = self.either(0, alone=True)
        if self.at < len(self.tokens):
            self.refuse("this cannot stand here")
        return Filter(node, self.geo)

    def refuse(self, why: str) -> NoReturn:
        at = self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)
        raise BadRequestData("The filter cannot be read", f"Character {at + 1}, at {self.text[at:][:40]!r}: {why}.")

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at][:2] if self.at < len(self.tokens) else ("", "")

    def take(self, *words: str) -> bool:
        """Whether the words come next, in any case; they are taken if so."""
        here = [text.upper() for _, text, _ in self.tokens[self.at : self.at + len(words)]]
        fits = here == list(words)
        self.at += len(words) * fits
        return fits

    def expect(self, sign: str) -> None:
        if not self.take(sign):
            self.refuse(f"{sign} is missing")

    def either(self, depth: int, *, alone: bool) -> Node | None:
        parts = [self.every(depth, alone=alone)]
        while self.take("OR"):
            parts.append(self.every(depth, alone=False))
        if len(parts) == 1:
            return parts[0]
        if self.geo is not None or None in parts:
            self.refuse("a place can be joined by AND only")
        return Or(tuple(part for part in parts if part is not None))

    def every(self, depth: int, *, alone: bool) -> Node | None:
        parts = [self.one(depth, alone=alone)]
        while self.take("AND"):
            parts.append(self.one(depth, alone=alone))
        nodes = tuple(part for part in parts if part is not None)
        return And(nodes) if len(nodes) > 1 else nodes[0] if nodes else None

    def one(self, depth: int, *, alone: bool) -> Node | None:
        if self.take("("):
            if depth >= MAX_DEPTH:
                self.refuse(f"brackets may be nested {MAX_DEPTH} deep")
            node = self.either(depth + 1, alone=alone)
            self.expect(")")
            return node
        if self.take("S_INTERSECTS"):
            if not alone or self.geo is not None:
                self.refuse("one place is accepted, joined by AND")
            self.geo = self.intersects()
            return None
        return self.comparison()

    def name(self) -> Path:
        kind, text = self.peek()
        if kind != "name":
            self.refuse("the name of a property is missing")
        self.at += 1
        return Path((CORE.expand(text.strip('"')),))

    def value(self) -> Literal:
        kind, text = self.peek()
        self.at += 1
        if kind == "text":
            return Literal(text[1:-1].replace("''", "'"))
        if kind == "number":
            return Literal(float(text) if set(text) & set(".eE") else int(text))
        if text.upper() in ("TRUE", "FALSE"):
            return Literal(text.upper() == "TRUE")
        if kind == "name" and text.upper() in ("TIMESTAMP", "DATE"):
            self.expect("(")
            found = self.value()
            self.expect(")")
            return found
        self.at -= 1
        return self.refuse("a value is missing")

    def comparison(self) -> Node:
        path = self.name()
        if self.take("IS", "NOT", "NULL"):
            return Exists(path)
        if self.take("BETWEEN"):
            low = self.value()
            self.expect("AND")
            return Compare(path, Operator.EQUAL, (Range(low, self.value()),))
        if self.take("IN", "("):
            return Compare(path, Operator.EQUAL, self.listed())
        negated = self.take("NOT", "LIKE")
        if negated or self.take("LIKE"):
            return Match(path, _pattern(str(self.value().value)), negated=negated)
        kind, sign = self.peek()
        if kind != "sign" or sign not in _OPERATORS:
            self.refuse("a comparison is missing")
        self.at += 1
        return Compare(path, Operator(_OPERATORS[sign]), (self.value(),))

    def listed(self) -> tuple[Literal, ...]:
        values = [self.value()]
        while self.take(","):
            values.append(self.value())
        self.expect(")")
        return tuple(values)

    def intersects(self) -> GeoQuery:
        self.expect("(")
        path = self.name()
        self.expect(",")
        shape = self.bbox() if self.take("BBOX") else self.shape()
        self.expect(")")
        return GeoQuery("intersects", checked(shape), path)

    def bbox(self) -> Any:
        self.expect("(")
        edges = [float(value.value) for value in self.listed()]
        if len(edges) != 4:
            self.refuse("a BBOX has four edges: west, south, east, north")
        return shapely.box(*edges)

    def shape(self) -> Any:
        """A shape as well-known text, up to its closing bracket."""
        begin = self.tokens[self.at][2] if self.at < len(self.tokens) else len(self.text)
        if self.peek()[1].upper() not in _SHAPES:
            self.refuse("a shape is missing")
        depth = 0
        for number in range(self.at, len(self.tokens)):
            depth += {"(": 1, ")": -1}.get(self.tokens[number][1], 0)
            if depth == 0 and self.tokens[number][1] == ")":
                self.at = number + 1
                return self.from_text(self.text[begin : self.tokens[number][2] + 1])
        return self.refuse("a ) is missing")

    def from_text(self, text: str) -> Any:
        try:
            return shapely.from_wkt(text)
        except shapely.GEOSException:
            self.refuse("the shape cannot be read")


def _pattern(like: str) -> str:
    """The pattern of a LIKE: % for any text, _ for any character; raises BadRequestData for one that is too long."""
    signs = {"%": ".*", "_": "."}
    pattern = "^" + "".join(signs.get(sign) or re.sub(r"([^\w\s])", r"\\\1", sign) for sign in like) + "$"
    compiled(pattern)
    return pattern
