"""A service's form as one JSON Schema (2020-12), for programs that fill it in."""

from onecity.catalogue.definition import Field, Service


def schema_of(service: Service) -> dict[str, object]:
    """Required are the questions that are always asked; those with a rule of their own (``shown``) may be left out."""
    fields = [service.fields[code] for page in service.pages.values() for code in page.fields]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {field.code: _property(field) for field in fields},
        "required": [field.code for field in fields if not field.optional and not field.shown],
        "additionalProperties": False,
    }


def _property(field: Field) -> dict[str, object]:
    choices = {"enum": list(field.choices)} if field.choices else {}
    return {**field.schema, **choices, "title": str(field.title), "description": str(field.hint)}
