"""What kinds of things a city's model holds: names, owners, attributes and units, as ``twin/models.yaml`` says."""

from pathlib import Path
from typing import Any

import msgspec
import yaml

from onecity.twin.context.core import DEFAULT_VOCABULARY

Text = dict[str, str]  # language -> text


class Layer(msgspec.Struct, forbid_unknown_fields=True):
    """What the map shows together."""

    label: Text
    icon: str = ""


class Field(msgspec.Struct, forbid_unknown_fields=True):
    """An attribute: a relationship when it leads ``to`` a type, else a property.

    ``unit``     UN/CEFACT code, ``symbol`` what people read
    ``live``     measured again and again
    ``choices``  value -> what people read
    """

    label: Text
    iri: str = ""
    unit: str = ""
    symbol: Text = {}
    least: float | None = None
    most: float | None = None
    decimals: int | None = None
    live: bool = False
    choices: dict[str, Text] = {}
    to: str = ""


class Kind(msgspec.Struct, forbid_unknown_fields=True):
    """A type of thing; its devices speak every ``every`` seconds, and ``measure`` is what the map shows of it."""

    label: Text
    layer: str
    agency: str
    attributes: dict[str, Field]
    model: str = ""
    iri: str = ""
    topic: str = ""
    measure: str = ""
    every: int = 0


class Kinds(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file; after reading, every ``iri`` is filled in."""

    layers: dict[str, Layer]
    common: dict[str, Field]
    types: dict[str, Kind]
    vocabulary: str = DEFAULT_VOCABULARY

    def fields_of(self, name: str) -> dict[str, Field]:
        """All attributes of a type, the common ones first."""
        return self.common | self.types[name].attributes

    def identifier(self, name: str, device: str) -> str:
        """The entity's id of a thing of a type."""
        return f"urn:ngsi-ld:{name}:{self.types[name].agency}:{device}"


def read_kinds(file: Path) -> Kinds:
    """The kinds of a city; none where there is no file. Raises msgspec.ValidationError, naming the place."""
    if not file.is_file():
        return Kinds({}, {}, {})
    given: Any = yaml.safe_load(file.read_text(encoding="utf-8"))
    kinds = msgspec.convert(given, Kinds)
    _fill(kinds)
    _check(kinds)
    return kinds


def _fill(kinds: Kinds) -> None:
    for name, kind in kinds.types.items():
        kind.iri = kind.iri or kinds.vocabulary + name
        for key, field in kinds.fields_of(name).items():
            field.iri = field.iri or kinds.vocabulary + key


def _check(kinds: Kinds) -> None:
    """Every name leads somewhere."""
    for name, kind in kinds.types.items():
        if kind.layer not in kinds.layers:
            raise msgspec.ValidationError(f"`{kind.layer}` is no layer of this file - at `$.types.{name}.layer`")
        if kind.measure and kind.measure not in kind.attributes:
            raise msgspec.ValidationError(f"`{kind.measure}` is no attribute - at `$.types.{name}.measure`")
        for key, field in kind.attributes.items():
            if field.to and field.to not in kinds.types:
                raise msgspec.ValidationError(f"`{field.to}` is no type - at `$.types.{name}.attributes.{key}.to`")
