"""``scopeQ``: places in trees of scopes, such as ``/Huating/#`` or ``/+/Water`` (ETSI GS CIM 009, 4.19)."""

import re
from collections.abc import Iterable

import msgspec

from onecity.twin.errors import BadRequestData

MAX_LENGTH = 2_000
MAX_BRACKETS = 30
_TOKEN = re.compile(r"\s*([;,|()]|[^;,|()\s]+)")
_STEP = re.compile(r"[^\W\d]\w*|\w+|\+|#")


class ScopePattern(msgspec.Struct, frozen=True):
    """One scope, step by step; "+" stands for any one step, "#" at the end for any or none, ("#",) alone for any."""

    steps: tuple[str, ...]

    def matches(self, scope: str) -> bool:
        """Whether ``scope`` (such as "/a/b") is meant."""
        given = scope.strip("/").split("/")
        open_end = self.steps[-1] == "#"
        wanted = self.steps[:-1] if open_end else self.steps
        fits = len(given) >= len(wanted) if open_end else len(given) == len(wanted)
        return fits and all(want in ("+", have) for want, have in zip(wanted, given, strict=False))


class ScopeQuery(msgspec.Struct, frozen=True):
    """``any_of`` alternatives, each of patterns that all must be met by some scope of the entity."""

    any_of: tuple[tuple[ScopePattern, ...], ...]


def scope_matches(query: ScopeQuery, scopes: Iterable[str] | str | None) -> bool:
    """Whether an entity with these scopes is meant."""
    given = [scopes] if isinstance(scopes, str) else list(scopes or ())
    return any(all(any(pattern.matches(s) for s in given) for pattern in every) for every in query.any_of)


def parse_scope_q(text: str) -> ScopeQuery:
    """The alternatives of a scope query: ``;`` is and, ``,`` and ``|`` are or; raises BadRequestData."""
    tokens: list[str] = _TOKEN.findall(text)
    if len(text) > MAX_LENGTH or not tokens or tokens.count("(") > MAX_BRACKETS:
        raise _wrong(text)
    found, rest = _either(tokens, 0, text)
    if rest != len(tokens):
        raise _wrong(text)
    return ScopeQuery(tuple(found))


Alternatives = list[tuple[ScopePattern, ...]]


def _either(tokens: list[str], at: int, text: str) -> tuple[Alternatives, int]:
    found, at = _every(tokens, at, text)
    while at < len(tokens) and tokens[at] in ",|":
        more, at = _every(tokens, at + 1, text)
        found = found + more
    return found, at


def _every(tokens: list[str], at: int, text: str) -> tuple[Alternatives, int]:
    found, at = _one(tokens, at, text)
    while at < len(tokens) and tokens[at] == ";":
        more, at = _one(tokens, at + 1, text)
        found = [a + b for a in found for b in more]
        if len(found) > 100:
            raise _wrong(text)
    return found, at


def _one(tokens: list[str], at: int, text: str) -> tuple[Alternatives, int]:
    if at >= len(tokens) or tokens[at] in ";,|)":
        raise _wrong(text)
    if tokens[at] != "(":
        return [(_pattern(tokens[at], text),)], at + 1
    found, at = _either(tokens, at + 1, text)
    if at >= len(tokens) or tokens[at] != ")":
        raise _wrong(text)
    return found, at + 1


def _pattern(token: str, text: str) -> ScopePattern:
    steps = tuple(token.strip("/").split("/"))
    if not all(_STEP.fullmatch(step) for step in steps) or "#" in steps[:-1]:
        raise _wrong(text)
    return ScopePattern(steps)


def _wrong(text: str) -> BadRequestData:
    return BadRequestData("scopeQ cannot be read", f"{text[:80]!r}: write /a/b, /a/# or /a/+/c, joined by ; or |.")
