"""Checks of the questions of a service."""

import jsonschema_rs

from onecity.catalogue.definition import Field, Service
from onecity.city.definition import Attribute, City
from onecity.city.shape import Reading
from onecity.city.sheet import Map

FITS = {"string": "string", "integer": "integer", "boolean": "boolean", "date": "string"}


def check_fields(service: Service, sheet: Map, city: City, reading: Reading) -> None:
    """Notes bad JSON Schema, choices that are no text, and sources that do not exist or do not fit."""
    for field in service.fields.values():
        where = sheet.where("fields", field.code)
        _check_schema(field, sheet, reading)
        if field.choices and field.schema["type"] != "string":
            reading.note(where, f"the choices of `{field.code}` are texts", "leave `type` out, or write `type: string`")
        if field.widget in ("radios", "select") and not field.choices:
            reading.note(
                where, f"the field `{field.code}` has nothing to choose from", "add `choices:`, or another widget"
            )
        _check_source(field, sheet, city, reading)


def _check_schema(field: Field, sheet: Map, reading: Reading) -> None:
    try:
        jsonschema_rs.Draft202012Validator(field.schema, validate_formats=True)
        _check_limits(field, sheet, reading)
    except (jsonschema_rs.ValidationError, ValueError) as fault:
        path = getattr(fault, "instance_path", None) or []
        place = sheet.where("fields", field.code, *(str(step) for step in path[:1]))
        what = f"the field `{field.code}` is no JSON Schema: {str(fault).splitlines()[0][:200]}"
        reading.note(place, what, "see https://json-schema.org (draft 2020-12)")


PAIRS = (("minLength", "maxLength"), ("minimum", "maximum"), ("minItems", "maxItems"))


def _check_limits(field: Field, sheet: Map, reading: Reading) -> None:
    """There is an answer that the field takes."""
    for least, most in PAIRS:
        low, high = field.schema.get(least), field.schema.get(most)
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            place = sheet.where("fields", field.code, least)
            reading.note(
                place, f"`{least}` {low} is more than `{most}` {high}", "no answer fits: change one of the two"
            )
    if "const" in field.schema and not jsonschema_rs.is_valid(field.schema, field.schema["const"]):
        place = sheet.where("fields", field.code, "const")
        reading.note(place, "`const` is no answer that the field takes", "let it fit `type` and the limits")


def _check_source(field: Field, sheet: Map, city: City, reading: Reading) -> None:
    if field.source is None:
        return
    place = sheet.where("fields", field.code, "source")
    register = city.registers.get(field.source.register)
    if register is None:
        reading.note_unknown(place, "the register", field.source.register, city.registers)
    elif field.source.attribute not in register.attributes:
        what = f"in the register `{register.code}`, the attribute"
        reading.note_unknown(place, what, field.source.attribute, register.attributes)
    else:
        _check_fit(field, register.attributes[field.source.attribute], sheet, reading)


def _check_fit(field: Field, attribute: Attribute, sheet: Map, reading: Reading) -> None:
    """What the register holds can be an answer."""
    place = sheet.where("fields", field.code, "source")
    if field.schema["type"] != FITS[attribute.type] or (attribute.type == "date") != (
        field.schema.get("format") == "date"
    ):
        wanted = "`type: string` and `format: date`" if attribute.type == "date" else f"`type: {attribute.type}`"
        what = f"the register holds values of type {attribute.type}, the field `{field.code}` does not"
        reading.note(place, what, f"write {wanted}")
    for value in attribute.values.keys() - field.choices.keys() if field.choices else ():
        what = f"the register may hold `{value}`, which is none of the choices of `{field.code}`"
        reading.note(place, what, "add it to the choices, or leave `source` out")
