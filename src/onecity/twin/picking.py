"""``pick`` and ``omit``: which members of an entity, and of the entities it is linked to, are wanted (4.21).

``id,name,locatedAt{name}`` is a tree: names, each with the names wanted of the entities a relationship leads to.
"""

import re
from typing import Final

from onecity.twin.context.names import ENTITY_MEMBERS
from onecity.twin.context.terms import Context
from onecity.twin.errors import BadRequestData

Tree = dict[str, "Tree"]
MAX_LENGTH: Final = 5_000
MAX_DEPTH: Final = 10
_TOKEN = re.compile(r"[,|{}]|[^\s,|{};()\[\]<>\"]+")


def parse_tree(text: str, context: Context, what: str) -> Tree:
    """The tree of names, expanded; members of the entity keep theirs. Raises BadRequestData."""
    tokens = _TOKEN.findall(text)
    if len(text) > MAX_LENGTH or "".join(tokens) != text or not tokens:
        raise _wrong(what, text)
    return _Reader(tokens, context, what, text).whole()


class _Reader:
    def __init__(self, tokens: list[str], context: Context, what: str, text: str) -> None:
        self.tokens, self.context, self.what, self.text = tokens, context, what, text
        self.at = 0

    def whole(self) -> Tree:
        found = self.names(0)
        if self.at < len(self.tokens):
            raise _wrong(self.what, self.text)
        return found

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def names(self, depth: int) -> Tree:
        if depth > MAX_DEPTH:
            raise _wrong(self.what, self.text)
        found: Tree = {}
        while True:
            name = self.name()
            found[name] = self.inner(depth)
            if self.peek() not in (",", "|"):
                return found
            self.at += 1

    def name(self) -> str:
        name = self.peek()
        if not name or name in ",|{}":
            raise _wrong(self.what, self.text)
        self.at += 1
        return name if name in ENTITY_MEMBERS else self.context.expand(name)

    def inner(self, depth: int) -> Tree:
        if self.peek() != "{":
            return {}
        self.at += 1
        found = self.names(depth + 1)
        if self.peek() != "}":
            raise _wrong(self.what, self.text)
        self.at += 1
        return found


def _wrong(what: str, text: str) -> BadRequestData:
    return BadRequestData(f"{what} cannot be read", f"{text[:80]!r}: write id,name or name,locatedAt{{name}}.")
