r"""Regular expressions of callers, matched in time linear in the text.

Python's ``re`` and PostgreSQL's operators can be made to run for ages by a short pattern ("ReDoS"), so a caller's
pattern never reaches them. This is Thompson's construction (K. Thompson, CACM 11 (6), 1968) with the sets of states
remembered as they are met. What is understood: literals, ``.``, classes, ``\d \w \s`` and their opposites, groups,
``|``, ``* + ? {m,n}``, ``^`` and ``$``; back references and look-around, which cannot be matched in linear time, are
refused. A pattern is searched anywhere in the text, unless it is anchored.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from onecity.twin.errors import BadRequestData

MAX_LENGTH = 500  # characters of a pattern
MAX_STATES = 2_000  # after {m,n} is written out
MAX_REMEMBERED = 5_000  # steps from one set of states to the next

Test = Callable[[str], bool]
_CLASSES: dict[str, Test] = {
    "d": str.isdigit,
    "w": lambda c: c.isalnum() or c == "_",
    "s": str.isspace,
    "D": lambda c: not c.isdigit(),
    "W": lambda c: not (c.isalnum() or c == "_"),
    "S": lambda c: not c.isspace(),
}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}
_BEGIN, _END = "begin", "end"


class BadPattern(BadRequestData):
    """A pattern that cannot be read, or asks for more than linear time."""


class _Node:
    """A state: consumes a character that passes ``test``, or none; ``then`` are the states that follow."""

    __slots__ = ("anchor", "test", "then")

    def __init__(self, test: Test | None = None, anchor: str = "") -> None:
        self.test = test
        self.anchor = anchor
        self.then: list[_Node] = []


_Part = tuple[_Node, _Node]  # where a part of the pattern begins and ends


class _Parser:
    """Reads a pattern into states."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.at = 0
        self.made = 0
        self.depth = 0

    def whole(self) -> _Part:
        part = self.alternatives()
        if self.at < len(self.text):
            raise self.wrong("a ) without (")
        return part

    def wrong(self, why: str) -> BadPattern:
        return BadPattern("The pattern cannot be used", f"{self.text[:80]!r}, character {self.at + 1}: {why}.")

    def node(self, test: Test | None = None, anchor: str = "") -> _Node:
        self.made += 1
        if self.made > MAX_STATES:
            raise self.wrong("it is too large when repetitions are written out")
        return _Node(test, anchor)

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self) -> str:
        if self.at >= len(self.text):
            raise self.wrong("it ends too early")
        self.at += 1
        return self.text[self.at - 1]

    def alternatives(self) -> _Part:
        options = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            options.append(self.sequence())
        if len(options) == 1:
            return options[0]
        begin, end = self.node(), self.node()
        for first, last in options:
            begin.then.append(first)
            last.then.append(end)
        return begin, end

    def sequence(self) -> _Part:
        begin = end = self.node()
        while self.peek() and self.peek() not in "|)":
            first, last = self.repeated()
            end.then.append(first)
            end = last
        return begin, end

    def repeated(self) -> _Part:
        start = self.at
        part = self.atom()
        stop = self.at
        while self.peek() and self.peek() in "*+?{":
            least, most = self.count()
            part = self.repeat(start, stop, least, most)
            if self.peek() == "?":
                self.at += 1  # greedy or not makes no difference to whether it matches
            if self.peek() and self.peek() in "*+?{":
                raise self.wrong("a repetition of a repetition; put the inner one in brackets")
        return part

    def count(self) -> tuple[int, int | None]:
        sign = self.take()
        if sign != "{":
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        least, _, most = self.text[self.at :].partition("}")[0].partition(",")
        bounds = self.text[self.at : self.at + len(least) + len(_) + len(most)]
        self.at += len(bounds) + 1
        if not least.isdecimal() or (most and not most.isdecimal()) or self.at > len(self.text):
            raise self.wrong("a repetition is written {m}, {m,} or {m,n}")
        return int(least), (int(most) if most else None if _ else int(least))

    def repeat(self, start: int, stop: int, least: int, most: int | None) -> _Part:
        """The atom between ``start`` and ``stop`` of the text, read again for each time it may stand."""
        if least > 1_000 or (most or 0) > 1_000 or (most is not None and most < least):
            raise self.wrong("a repetition counts to 1000 at most, upwards")
        begin = end = self.node()
        for _ in range(least):
            end = self.append(end, self.again(start, stop))
        if most is None:
            return begin, self.loop(end, self.again(start, stop))
        final = self.node()
        for _ in range(most - least):
            end.then.append(final)
            end = self.append(end, self.again(start, stop))
        end.then.append(final)
        return begin, final

    @staticmethod
    def append(end: _Node, part: _Part) -> _Node:
        end.then.append(part[0])
        return part[1]

    def loop(self, end: _Node, part: _Part) -> _Node:
        ring = self.node()
        end.then.append(ring)
        ring.then.append(part[0])
        part[1].then.append(ring)
        return ring

    def again(self, start: int, stop: int) -> _Part:
        here, self.at = self.at, start
        part = self.atom()
        assert self.at == stop  # noqa: S101  the same text is read to the same end
        self.at = here
        return part

    def atom(self) -> _Part:
        sign = self.take()
        if sign == "(":
            return self.group()
        if sign in "*+?{":
            raise self.wrong("a repetition of nothing")
        if sign in "^$":
            return self.passing(self.node(anchor=_BEGIN if sign == "^" else _END))
        return self.passing(self.node(self.test(sign)))

    def passing(self, node: _Node) -> _Part:
        end = self.node()
        node.then.append(end)
        return node, end

    def group(self) -> _Part:
        self.depth += 1
        if self.depth > 50:
            raise self.wrong("brackets are nested too deeply")
        if self.peek() == "?":
            if self.text[self.at : self.at + 2] != "?:":
                raise self.wrong("look-around and named groups are not supported")
            self.at += 2
        part = self.alternatives()
        if self.peek() != ")":
            raise self.wrong("a ( without )")
        self.at += 1
        self.depth -= 1
        return part

    def test(self, sign: str) -> Test:
        if sign == ".":
            return lambda c: c != "\n"
        if sign == "[":
            return self.character_class()
        return self.escape() if sign == "\\" else _one(sign)

    def escape(self) -> Test:
        sign = self.take()
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in _CONTROLS:
            return _one(_CONTROLS[sign])
        if sign.isalnum():
            raise self.wrong(f"\\{sign} is not supported")
        return _one(sign)

    def character_class(self) -> Test:
        opposite = self.peek() == "^"
        self.at += opposite
        tests = [self.class_item()]
        while self.peek() != "]":
            tests.append(self.class_item())
        self.at += 1
        return (lambda c: not any(t(c) for t in tests)) if opposite else (lambda c: any(t(c) for t in tests))

    def class_item(self) -> Test:
        first = self.take()
        if first == "\\":
            return self.escape()
        if self.peek() != "-" or self.text[self.at + 1 : self.at + 2] in ("]", "\\", ""):
            return _one(first)
        self.at += 1
        last = self.take()
        return lambda c: first <= c <= last


def _one(sign: str) -> Test:
    return lambda c: c == sign


States = frozenset[_Node]


class Pattern:
    """A compiled pattern."""

    def __init__(self, pattern: str) -> None:
        if len(pattern) > MAX_LENGTH:
            raise BadPattern("The pattern is too long", f"At most {MAX_LENGTH} characters are accepted.")
        self._first, self._last = _Parser(pattern).whole()
        self._steps: dict[tuple[States, str], States] = {}
        self._at_begin = _closure([self._first], begin=True)
        self._anywhere = _closure([self._first])

    def search(self, text: str) -> bool:
        """Whether the pattern is found in ``text``."""
        states = self._at_begin
        for sign in text:
            if self._last in states:
                return True
            states = self._step(states, sign)
        return self._last in states or self._last in _closure(states, begin=not text, end=True)

    def _step(self, states: States, sign: str) -> States:
        """The states after one more character; the search may also begin anew behind it."""
        found = self._steps.get((states, sign))
        if found is None:
            reached = [then for node in states if node.test and node.test(sign) for then in node.then]
            found = _closure(reached) | self._anywhere
            if len(self._steps) >= MAX_REMEMBERED:
                self._steps.clear()
            self._steps[states, sign] = found
        return found


def _closure(nodes: Iterable[_Node], *, begin: bool = False, end: bool = False) -> States:
    """All states reached from ``nodes`` without a character, at the begin or end of the text or between."""
    reached: set[_Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached.add(node)
        if node.test is None and (not node.anchor or (begin if node.anchor == _BEGIN else end)):
            waiting.extend(node.then)
    return frozenset(reached)


@lru_cache(maxsize=1_000)
def compiled(pattern: str) -> Pattern:
    """The compiled form of ``pattern``, remembered; raises BadPattern."""
    return Pattern(pattern)
