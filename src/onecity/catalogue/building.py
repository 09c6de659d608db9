"""From what was read of an act to a Service."""

from collections.abc import Mapping
from typing import Any

from onecity.catalogue.definition import Condition, Evidence, Field, Given, Page, Service, Source, Step
from onecity.catalogue.shapes import LIMITS
from onecity.city.definition import City
from onecity.common.text import Text

Values = Mapping[str, Any]
FEW = 5  # choices that are shown as radios; more are a list to select from


def build_service(
    *, family: str, act: str, version: int, values: Values, city: City, related: tuple[str, ...]
) -> Service:
    """The service that an act's values describe. Whatever the file left out has its default of the format."""
    more, gives = values.get("more", {}), values.get("gives")
    return Service(
        code=f"{family}.{act}",
        family=family,
        version=version,
        agency=values.get("agency", ""),
        subject=values.get("subject", ""),
        life_events=tuple(values.get("life_events", ())),
        title=values.get("title", Text()),
        summary=values.get("summary", Text()),
        words={language: tuple(dict.fromkeys(words)) for language, words in values.get("words", {}).items()},
        law=tuple(values.get("law", ())),
        whom=tuple(values.get("for", ("self",))),
        channels=tuple(values.get("channels", ("online", "counter"))),
        fields={code: _field(code, value) for code, value in values.get("fields", {}).items()},
        pages={code: _page(code, value) for code, value in values.get("pages", {}).items()},
        evidence={code: _evidence(code, value) for code, value in values.get("evidence", {}).items()},
        eligible=tuple(
            Condition(test=c.get("if", ""), reason=c.get("else", Text())) for c in values.get("eligible", ())
        ),
        fee=values.get("fee", {}).get("amount", "0"),
        steps={
            code: _step(code, value, values.get("agency", ""), city) for code, value in values.get("steps", {}).items()
        },
        more_days=more.get("days", 10),
        clock_stops=more.get("clock", "stops") == "stops",
        gives=Given(certificate=gives.get("certificate", ""), valid_years=gives.get("valid_years", 0))
        if gives
        else None,
        related=related,
    )


def _field(code: str, value: Values) -> Field:
    schema = {"type": "string"} | {key: value[key] for key in LIMITS if key in value}
    choices = value.get("choices", {})
    if choices:
        schema["enum"] = list(choices)
    register, _, attribute = value.get("source", "").partition(".")
    return Field(
        code=code,
        title=value.get("title", Text()),
        hint=value.get("hint", Text()),
        schema=schema,
        widget=value.get("widget") or _widget(schema, len(choices)),
        choices=choices,
        source=Source(register, attribute) if attribute else None,
        optional=value.get("optional", False),
        shown=value.get("shown", ""),
    )


def _widget(schema: Values, choices: int) -> str:
    """The widget that suits a field which names none."""
    if choices:
        return "radios" if choices <= FEW else "select"
    by_type = {"boolean": "checkbox", "integer": "number", "number": "number"}
    by_format = {"date": "date", "email": "email"}
    return by_type.get(schema["type"]) or by_format.get(schema.get("format", ""), "text")


def _page(code: str, value: Values) -> Page:
    return Page(code=code, title=value.get("title", Text()), fields=tuple(value.get("fields", ())))


def _evidence(code: str, value: Values) -> Evidence:
    return Evidence(
        code=code,
        title=value.get("title", Text()),
        hint=value.get("hint", Text()),
        accept=tuple(value.get("accept", ("pdf", "jpeg", "png"))),
        optional=value.get("optional", False),
        needed=value.get("needed", ""),
    )


def _step(code: str, value: Values, agency: str, city: City) -> Step:
    agency = value.get("agency", agency)
    known = city.agencies.get(agency)
    return Step(
        code=code,
        title=value.get("title", Text()),
        needs=tuple(value.get("needs", ())),
        auto=value.get("auto", ""),
        reason=value.get("else", Text()),
        otherwise=value.get("otherwise", "refuse"),
        agency=agency,
        unit=value.get("unit") or (known.intake if known and known.units else ""),
        days=value.get("days", 0),
    )
