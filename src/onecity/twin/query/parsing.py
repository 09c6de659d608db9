"""``q``: text -> typed nodes, by recursive descent within bounds (ETSI GS CIM 009, 4.9)."""

import re
from typing import Final, NoReturn

import msgspec

from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData
from onecity.twin.patterns import compiled
from onecity.twin.query.nodes import (
    ENTITY_TIMES,
    INSTANCE_PARTS,
    And,
    Compare,
    Exists,
    Literal,
    Match,
    Node,
    Operator,
    Or,
    Path,
    Range,
)

MAX_LENGTH: Final = 8_000  # characters
MAX_DEPTH: Final = 30  # of brackets
MAX_TERMS: Final = 200

_NAME = re.compile(r"[^\s;|()\[\]=!<>~.,\"{}]+")
_OPERATOR = re.compile(r"==|!=|>=|<=|>|<|!~=|~=")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_BARE = re.compile(r"(?:(?!\.\.)[^;|(),\"])+")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
_WORDS = {"true": True, "false": False}


def parse_q(text: str, context: Context) -> Node:
    """The nodes of a query, names expanded by ``context``; raises BadRequestData, naming the place."""
    if len(text) > MAX_LENGTH:
        raise BadRequestData("q is too long", f"At most {MAX_LENGTH} characters are accepted.")
    return _Parser(text, context).whole()


def parse_path(text: str, context: Context) -> Path:
    """A path alone, as for ``orderBy``; raises BadRequestData."""
    parser = _Parser(text, context)
    found = parser.path()
    if parser.at < len(text):
        parser.refuse("this cannot stand in the name of an attribute")
    return found


class _Parser:
    """Reads one query."""

    def __init__(self, text: str, context: Context) -> None:
        self.text = text
        self.context = context
        self.at = 0
        self.terms = 0

    def whole(self) -> Node:
        node = self.either(0)
        if self.at < len(self.text):
            self.refuse("this cannot stand here")
        return node

    def refuse(self, why: str) -> NoReturn:
        raise BadRequestData("q cannot be read", f"Character {self.at + 1}, at {self.text[self.at :][:40]!r}: {why}.")

    def next_is(self, sign: str) -> bool:
        """Whether ``sign`` comes next; it is taken if so."""
        found = self.text.startswith(sign, self.at)
        self.at += len(sign) * found
        return found

    def take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found[0]

    def either(self, depth: int) -> Node:
        parts = [self.every(depth)]
        while self.next_is("|"):
            parts.append(self.every(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def every(self, depth: int) -> Node:
        parts = [self.one(depth)]
        while self.next_is(";"):
            parts.append(self.one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self, depth: int) -> Node:
        if not self.next_is("("):
            return self.term()
        if depth >= MAX_DEPTH:
            self.refuse(f"brackets may be nested {MAX_DEPTH} deep")
        node = self.either(depth + 1)
        if not self.next_is(")"):
            self.refuse("a ) is missing")
        return node

    def term(self) -> Node:
        self.terms += 1
        if self.terms > MAX_TERMS:
            self.refuse(f"at most {MAX_TERMS} terms are accepted")
        path = self.path()
        sign = self.take(_OPERATOR)
        if not sign:
            return Exists(path)
        if sign.endswith("~="):
            return Match(path, self.pattern(), negated=sign[0] == "!")
        return self.compared(path, Operator(sign))

    def path(self) -> Path:
        names = [self.name()]
        while self.next_is("."):
            names.append(self.name())
        trailing = self.trailing() if self.next_is("[") else ()
        if len(names) == 1 and names[0] in ENTITY_TIMES:
            return Path((names[0],))
        part = names.pop() if len(names) > 1 and names[-1] in INSTANCE_PARTS else ""
        return Path(tuple(self.context.expand(name) for name in names), part, trailing)

    def name(self) -> str:
        return self.take(_NAME) or self.refuse("the name of an attribute is missing")

    def trailing(self) -> tuple[str, ...]:
        keys = [self.name()]
        while self.next_is("."):
            keys.append(self.name())
        if not self.next_is("]"):
            self.refuse("a ] is missing")
        return tuple(keys)

    def pattern(self) -> str:
        quoted = self.take(_QUOTED)
        pattern = self.unquoted(quoted) if quoted else _outside_brackets(self.text[self.at :])
        self.at += 0 if quoted else len(pattern)
        if not pattern:
            self.refuse("the pattern is missing")
        compiled(pattern)
        return pattern

    def compared(self, path: Path, operator: Operator) -> Node:
        values = [self.value_or_range()]
        while self.next_is(","):
            values.append(self.value_or_range())
        plain = len(values) == 1 and isinstance(values[0], Literal)
        if not plain and operator not in (Operator.EQUAL, Operator.UNEQUAL):
            self.refuse("lists and ranges go with == and != only")
        return Compare(path, operator, tuple(values))

    def value_or_range(self) -> Literal | Range:
        low = self.literal()
        return Range(low, self.literal()) if self.next_is("..") else low

    def literal(self) -> Literal:
        quoted = self.take(_QUOTED)
        if quoted:
            text = self.unquoted(quoted)
            return Literal(text, self.context.expand(text))
        bare = self.take(_BARE).strip()
        if not bare:
            self.refuse("a value is missing")
        return self.typed(bare)

    def typed(self, bare: str) -> Literal:
        """A value that is not quoted: a truth value, a number, or text such as a time or a URI."""
        if bare in _WORDS:
            return Literal(_WORDS[bare])
        if _NUMBER.fullmatch(bare):
            return Literal(float(bare) if set(bare) & set(".eE") else int(bare))
        return Literal(bare, self.context.expand(bare))

    def unquoted(self, quoted: str) -> str:
        try:
            return msgspec.json.decode(quoted, type=str)
        except msgspec.DecodeError:
            return quoted[1:-1]


def _outside_brackets(text: str) -> str:
    """As much of ``text`` as belongs to a pattern that is not quoted: up to what ends it outside its own brackets."""
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth < 0 or (depth == 0 and sign in ";|"):
            return text[:at]
    return text
