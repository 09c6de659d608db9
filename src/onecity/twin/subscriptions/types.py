"""Type selections: names joined by ``|`` or ``,`` (or) and ``;`` or ``&`` (and), with brackets (CIM 009, 4.17)."""

import re
from collections.abc import Callable, Collection

import msgspec

from onecity.twin.errors import BadRequestData

_TOKEN = re.compile(r"\s*([|,;&()]|[^|,;&()\s]+)")
_NAME = re.compile(r"[^|,;&()\s]+")
MAX_NAMES = 100
MAX_BRACKETS = 50

Alternatives = frozenset[frozenset[str]]


class TypeSelection(msgspec.Struct, frozen=True):
    """``any_of`` alternatives, each a set of types that an entity must have all of; ``*`` stands for any type."""

    any_of: Alternatives

    def matches(self, types: Collection[str]) -> bool:
        """Whether an entity of these types is selected."""
        return any(wanted.issubset(types) or wanted == {"*"} for wanted in self.any_of)

    def names(self) -> frozenset[str]:
        """One type of each alternative: an entity that is selected has at least one of them (``*``: any)."""
        return frozenset(min(wanted) for wanted in self.any_of)


def renamed(selection: str, rename: Callable[[str], str]) -> str:
    """The selection with every name changed, as for expansion and compaction."""
    return _NAME.sub(lambda name: name[0] if name[0] == "*" else rename(name[0]), selection)


def parse_types(selection: str) -> TypeSelection:
    """The alternatives a selection stands for."""
    tokens: list[str] = _TOKEN.findall(selection)
    if not tokens or len(tokens) > 4 * MAX_NAMES or tokens.count("(") > MAX_BRACKETS:
        raise _wrong(selection)
    found, rest = _either(tokens, 0, selection)
    if rest != len(tokens):
        raise _wrong(selection)
    return TypeSelection(found)


def _either(tokens: list[str], at: int, selection: str) -> tuple[Alternatives, int]:
    found, at = _all(tokens, at, selection)
    while at < len(tokens) and tokens[at] in "|,":
        more, at = _all(tokens, at + 1, selection)
        found |= more
    return found, at


def _all(tokens: list[str], at: int, selection: str) -> tuple[Alternatives, int]:
    found, at = _one(tokens, at, selection)
    while at < len(tokens) and tokens[at] in ";&":
        more, at = _one(tokens, at + 1, selection)
        found = frozenset(a | b for a in found for b in more)
        if len(found) > MAX_NAMES:
            raise _wrong(selection)
    return found, at


def _one(tokens: list[str], at: int, selection: str) -> tuple[Alternatives, int]:
    if at >= len(tokens) or tokens[at] in "|,;&)":
        raise _wrong(selection)
    if tokens[at] != "(":
        return frozenset({frozenset({tokens[at]})}), at + 1
    found, at = _either(tokens, at + 1, selection)
    if at >= len(tokens) or tokens[at] != ")":
        raise _wrong(selection)
    return found, at + 1


def _wrong(selection: str) -> BadRequestData:
    return BadRequestData("The type selection cannot be read", f"{selection[:80]!r}: write A, A|B, A;B or (A|B);C.")
