"""The form of a service as one JSON Schema 2020-12, for programs that fill it in."""

from typing import Any

from onecity.catalogue.definition import Field, Service


def schema_of(service: Service) -> dict[str, Any]:
    """An object with one property a field. Required are the questions that are always asked and not optional."""
    fields = service.fields.values()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": service.title.in_language("en"),
        "type": "object",
        "additionalProperties": False,
        "properties": {field.code: _property(field) for field in fields},
        "required": [field.code for field in fields if not field.optional and not field.shown],
    }


def _property(field: Field) -> dict[str, Any]:
    described = {"title": field.title.in_language("en"), "description": field.hint.in_language("en")}
    source = {"x-source": f"{field.source.register}.{field.source.attribute}"} if field.source else {}
    shown = {"x-shown": field.shown} if field.shown else {}
    return {name: value for name, value in described.items() if value} | source | shown | dict(field.schema)
