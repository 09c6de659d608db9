"""A public service as it stands in its file, parsed. `docs/service-format.md` describes the file for its writers."""

from msgspec import Struct, field

from onecity.common.text import Text


class Source(Struct, frozen=True):
    """The register attribute that fills a field in."""

    register: str
    attribute: str


class Field(Struct, frozen=True, kw_only=True):
    """One question. ``schema`` is its JSON Schema; ``choices`` its answers to choose from, value -> words."""

    code: str
    title: Text
    hint: Text = Text()
    schema: dict[str, object]
    widget: str = "text"  # text, textarea, radios, select, checkbox, date, email, phone, number
    choices: dict[str, Text] = field(default_factory=dict)
    source: Source | None = None
    optional: bool = False
    shown: str = ""  # CEL; empty: always


class Page(Struct, frozen=True, kw_only=True):
    code: str
    title: Text
    fields: tuple[str, ...]


class Evidence(Struct, frozen=True, kw_only=True):
    code: str
    title: Text
    hint: Text = Text()
    accept: tuple[str, ...] = ("pdf", "jpeg", "png")
    optional: bool = False
    needed: str = ""  # CEL; empty: always


class Condition(Struct, frozen=True, kw_only=True):
    """``test`` (CEL) must hold; ``reason`` says why not, when it does not."""

    test: str
    reason: Text


class Step(Struct, frozen=True, kw_only=True):
    """One step of the work. ``auto`` (CEL) makes it automatic; otherwise an officer of the unit does it in ``days``."""

    code: str
    title: Text
    needs: tuple[str, ...] = ()
    auto: str = ""
    reason: Text = Text()  # why refused, when ``auto`` does not hold
    otherwise: str = "refuse"  # or "officer"
    agency: str
    unit: str
    days: int = 0

    @property
    def longest(self) -> int:
        """The working days that the step may take: one at least, when an officer does what the rule cannot settle."""
        if not self.auto:
            return self.days
        return max(self.days, 1) if self.otherwise == "officer" else 0


class Given(Struct, frozen=True, kw_only=True):
    certificate: str
    valid_years: int = 0  # 0: without end


class Service(Struct, frozen=True, kw_only=True):
    """One public service (an act of a family)."""

    code: str  # family.act
    family: str
    version: int
    agency: str
    subject: str
    life_events: tuple[str, ...]
    title: Text
    summary: Text
    words: dict[str, tuple[str, ...]]  # language -> what people say
    law: tuple[Text, ...]
    whom: tuple[str, ...]  # self, child, parent
    channels: tuple[str, ...]
    fields: dict[str, Field]
    pages: dict[str, Page]
    evidence: dict[str, Evidence]
    eligible: tuple[Condition, ...]
    fee: str  # CEL, "0" when free
    steps: dict[str, Step]
    more_days: int = 10
    clock_stops: bool = True
    gives: Given | None = None
    related: tuple[str, ...] = ()  # the other acts of the family
