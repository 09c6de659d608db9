"""The shape of a service file. ``docs/service-format.md`` explains it; ``docs/service.schema.json`` is made from it."""

from onecity.city.shape import (
    BOOLEAN,
    CODES,
    EITHER,
    FREE,
    LANGUAGE,
    NAME,
    NAMES,
    RULE,
    TEXT,
    Anything,
    Kind,
    ListOf,
    MapOf,
    Shape,
    integer,
    one_of,
    string,
)

UNDERSCORED = "a name: lower-case words joined by underscores, so that a rule can name it"
WIDGETS = ("text", "textarea", "radios", "select", "checkbox", "date", "email", "phone", "number")
LIMITS: dict[str, Kind] = {
    "type": one_of("string", "integer", "number", "boolean", "array"),
    "format": one_of("date", "email", "time", "uri"),
    "pattern": FREE,
    "const": Anything(),
    "items": Anything({"type": "object"}),
    "minimum": Anything({"type": "number"}),
    "maximum": Anything({"type": "number"}),
    "exclusiveMinimum": Anything({"type": "number"}),
    "exclusiveMaximum": Anything({"type": "number"}),
    "multipleOf": Anything({"type": "number"}),
    "minLength": integer(0, 100_000),
    "maxLength": integer(1, 100_000),
    "minItems": integer(0, 100),
    "maxItems": integer(1, 100),
    "uniqueItems": BOOLEAN,
}
FIELD = Shape(
    {
        "use": CODES,
        "title": TEXT,
        "hint": TEXT,
        "choices": MapOf(
            TEXT, keys=r"[A-Za-z0-9][A-Za-z0-9_-]*", wanted="a value of letters, digits, - and _", fewest=2
        ),
        "widget": one_of(*WIDGETS),
        "source": string("a register attribute such as driving.expires", rf"{NAME}\.{NAME}"),
        "optional": BOOLEAN,
        "shown": RULE,
        **LIMITS,
    },
    required=("title",),
    of="a field",
)
PAGE = Shape({"title": TEXT, "fields": ListOf(NAMES, shortest=1)}, required=("title", "fields"), of="a page")
EVIDENCE = Shape(
    {
        "title": TEXT,
        "hint": TEXT,
        "accept": ListOf(one_of("pdf", "jpeg", "png"), shortest=1),
        "optional": BOOLEAN,
        "needed": RULE,
    },
    required=("title",),
    of="evidence",
)
CONDITION = Shape({"if": RULE, "else": TEXT}, required=("if", "else"), of="a condition")
STEP = Shape(
    {
        "title": TEXT,
        "needs": ListOf(CODES),
        "auto": RULE,
        "else": TEXT,
        "otherwise": one_of("refuse", "officer"),
        "by": one_of("officer"),
        "agency": CODES,
        "unit": CODES,
        "days": integer(1, 250),
    },
    required=("title",),
    of="a step",
)
ACT_KEYS: dict[str, Kind] = {
    "title": TEXT,
    "summary": TEXT,
    "words": MapOf(ListOf(FREE), keys=LANGUAGE, wanted="a language"),
    "agency": CODES,
    "subject": CODES,
    "life_events": ListOf(CODES),
    "law": ListOf(TEXT),
    "for": ListOf(one_of("self", "child", "parent"), shortest=1),
    "channels": ListOf(one_of("online", "counter", "phone", "post"), shortest=1),
    "fields": MapOf(FIELD, keys=NAME, wanted=UNDERSCORED),
    "pages": MapOf(PAGE),
    "evidence": MapOf(EVIDENCE, keys=EITHER, wanted="lower-case words joined by hyphens"),
    "eligible": ListOf(CONDITION),
    "fee": Shape({"amount": RULE}, required=("amount",), of="a fee"),
    "steps": MapOf(STEP, fewest=1),
    "more": Shape({"days": integer(1, 250), "clock": one_of("stops", "runs")}, of="`more`"),
    "gives": Shape({"certificate": CODES, "valid_years": integer(0, 100)}, required=("certificate",), of="`gives`"),
}
ACT = Shape(ACT_KEYS, required=("title", "summary", "agency", "subject", "law", "steps"), of="an act")
FAMILY_KEYS: dict[str, Kind] = {
    "family": CODES,
    "version": integer(1, 100_000),
    "acts": MapOf(Anything(), keys=".*", fewest=1),
}
FAMILY = Shape(FAMILY_KEYS, required=("family", "version", "acts"), of="a service file")
