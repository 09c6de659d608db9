"""Once only: what the city knows already is filled in, with its source."""

from collections.abc import Mapping
from typing import Any

from onecity.catalogue.definition import Field, Service
from onecity.registers.queries import Known

Sources = dict[str, dict[str, Any]]


def registers_of(service: Service) -> list[str]:
    """The registers that fill in this service's fields."""
    return sorted({field.source.register for field in service.fields.values() if field.source})


def prefill(service: Service, known: Known) -> tuple[dict[str, object], Sources]:
    """Answers and their sources, for every field that a register fills in."""
    answers: dict[str, object] = {}
    sources: Sources = {}
    for field in service.fields.values():
        value = _known_value(field, known)
        if value is not None and field.source:
            answers[field.code] = value
            sources[field.code] = _source(field, value)
    return answers, sources


def sources_after(sources: Mapping[str, dict[str, Any]], answers: Mapping[str, object]) -> Sources:
    """The sources with each marked whether the answer is still the register's (``typed`` when she changed it)."""
    return {code: source | {"typed": answers.get(code) != source["value"]} for code, source in sources.items()}


def _known_value(field: Field, known: Known) -> object:
    """What the register says, if the field could take it."""
    if field.source is None:
        return None
    value = known.get(field.source.register, {}).get(field.source.attribute)
    if field.choices and value not in field.choices:
        return None
    return str(value) if field.schema.get("type") == "string" and value is not None else value


def _source(field: Field, value: object) -> dict[str, Any]:
    assert field.source  # noqa: S101  the caller asked
    return {"register": field.source.register, "attribute": field.source.attribute, "value": value, "typed": False}
