"""What a rule's text refers to, found without running it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from onecity.rules.faults import RuleFault

LONGEST = 1000
TEXTS = re.compile(r"""[rR]?("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""")
BOUND = re.compile(r"\.\s*(?:all|exists|exists_one|filter|map)\s*\(\s*([A-Za-z_]\w*)\s*,")
ROOTS = re.compile(r"(?<![\w.])(register|form|applicant)\b((?:\s*\.\s*[A-Za-z_]\w*)*)(\s*[(\[])?")
ASKED = re.compile(r"\bhas\s*\(\s*form\s*\.\s*(\w+)\s*\)")
VARIABLES = frozenset({"form", "register", "applicant", "today"})
OWN_FUNCTIONS = frozenset({"date", "days", "years_since"})
FUNCTIONS = OWN_FUNCTIONS | {
    "size", "contains", "startsWith", "endsWith", "matches", "int", "double", "string",
    "getFullYear", "getMonth", "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear",
}  # fmt: skip
OF_APPLICANT = {"age": "born", "sex": "sex", "district": "district"}
METHODS = FUNCTIONS | {"all", "exists", "exists_one", "filter", "map"}


SLIPS = (
    (re.compile(r"(?<![=!<>])=(?!=)"), "write == to compare"),
    (re.compile(r"\b(and|AND)\b"), "write && for and"),
    (re.compile(r"\b(or|OR)\b"), "write || for or"),
    (re.compile(r"\b(not|NOT)\b"), "write ! for not"),
    (re.compile(r"[“”‘’]"), "write straight quotation marks: 'lost'"),
)


@dataclass(frozen=True, slots=True)
class References:
    """``attributes``: (register, attribute) pairs; ``fields``: questions of the form; ``applicant``: what of her."""

    attributes: frozenset[tuple[str, str]]
    fields: frozenset[str]
    applicant: frozenset[str]

    @property
    def registers(self) -> frozenset[str]:
        """The registers that must be read before the rule can be worked out; the applicant's facts come from one."""
        return frozenset(register for register, _ in self.attributes) | ({"population"} if self.applicant else set())


def references(source: str) -> References:
    """Every register attribute and question in a rule's text. Raises RuleFault for one that is not named plainly."""
    pairs = [_named(match) for match in ROOTS.finditer(_without_texts(source))]
    return References(
        attributes=frozenset((names[0], names[1]) for root, names in pairs if root == "register"),
        fields=frozenset(names[0] for root, names in pairs if root == "form"),
        applicant=frozenset(names[0] for root, names in pairs if root == "applicant"),
    )


def bound_names(source: str) -> frozenset[str]:
    """The names that the rule gives itself: ``x`` in ``list.exists(x, x > 1)``."""
    return frozenset(BOUND.findall(_without_texts(source)))


def spelled_out(source: str) -> str:
    """The rule with ``has(form.x)`` as ``form.x != null``: a question that was not answered is null, not absent."""
    return "".join(part if inside else ASKED.sub(r"(form.\1 != null)", part) for part, inside in _parts(source))


def how_to_write(source: str) -> str:
    """What to do about a rule that cannot be read: the slips that people make most."""
    bare = _without_texts(source)
    return next(
        (remedy for sign, remedy in SLIPS if sign.search(bare)), "see https://cel.dev for how rules are written"
    )


def _parts(source: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it stands between quotation marks."""
    end = 0
    for match in TEXTS.finditer(source):
        yield source[end : match.start()], False
        yield match.group(), True
        end = match.end()
    yield source[end:], False


def _without_texts(source: str) -> str:
    return "".join('""' if inside else part for part, inside in _parts(source))


def _named(match: re.Match[str]) -> tuple[str, list[str]]:
    """The root and the names after it, of which the wanted number must be there: two of a register, one otherwise."""
    root, names = match.group(1), [name.strip() for name in match.group(2).split(".")[1:]]
    if names and (match.group(3) or "").strip() == "(" and names[-1] in METHODS:
        names.pop()
    wanted = 2 if root == "register" else 1
    if len(names) < wanted or (match.group(3) or "").strip() == "[":
        raise RuleFault(f"looks at “{match.group().strip()}” without naming what of it", remedy=HOW_TO_NAME[root])
    if root == "applicant" and names[0] not in OF_APPLICANT:
        raise RuleFault(f"asks for applicant.{names[0]}, which is not known", remedy=HOW_TO_NAME[root])
    return root, names


HOW_TO_NAME = {
    "register": "write register.<register>.<attribute>, such as register.driving.expires",
    "form": "write form.<field>, such as form.reason",
    "applicant": "write applicant.age, applicant.sex or applicant.district; the rest is under register.",
}
