"""What a ``q`` says, as typed nodes (ETSI GS CIM 009, 4.9)."""

from enum import StrEnum

import msgspec

ENTITY_TIMES = frozenset({"createdAt", "modifiedAt", "deletedAt"})
INSTANCE_PARTS = frozenset(
    {"createdAt", "modifiedAt", "deletedAt", "observedAt", "unitCode", "datasetId", "instanceId", "lang", "objectType"}
)


class Operator(StrEnum):
    """How a target is compared."""

    EQUAL = "=="
    UNEQUAL = "!="
    GREATER = ">"
    GREATER_EQUAL = ">="
    LESS = "<"
    LESS_EQUAL = "<="


class Path(msgspec.Struct, frozen=True):
    """Where a target lies: an attribute, sub-attributes of it, a part of the instance, and a way into the value.

    ``names``     IRIs of the attribute and its sub-attributes; one of ``ENTITY_TIMES`` stands alone for the entity
    ``part``      a part of the instance that is meant instead of its value ("observedAt"), or ""
    ``trailing``  keys inside the value, from ``[a.b]``; a language for language maps, "*" for any
    """

    names: tuple[str, ...]
    part: str = ""
    trailing: tuple[str, ...] = ()

    @property
    def is_entity_time(self) -> bool:
        """Whether a system time of the entity itself is meant."""
        return len(self.names) == 1 and self.names[0] in ENTITY_TIMES


class Literal(msgspec.Struct, frozen=True):
    """One value to compare with; ``name`` is the IRI a bare word stands for, for vocabulary properties."""

    value: bool | int | float | str
    name: str = ""


class Range(msgspec.Struct, frozen=True):
    """All values from ``low`` to ``high``, both included."""

    low: Literal
    high: Literal


class Exists(msgspec.Struct, frozen=True):
    """The target is there."""

    path: Path


class Compare(msgspec.Struct, frozen=True):
    """The target compares with one of the values."""

    path: Path
    operator: Operator
    values: tuple[Literal | Range, ...]


class Match(msgspec.Struct, frozen=True):
    """The target is text in which a pattern is found, or is not."""

    path: Path
    pattern: str
    negated: bool = False


class And(msgspec.Struct, frozen=True):
    """All of the parts hold."""

    parts: "tuple[Node, ...]"


class Or(msgspec.Struct, frozen=True):
    """One of the parts holds."""

    parts: "tuple[Node, ...]"


Node = Exists | Compare | Match | And | Or
