"""The shapes of a city's files, all but the services."""

from onecity.city.shape import (
    BOOLEAN,
    CODES,
    EITHER,
    FREE,
    LANGUAGE,
    NAME,
    NAMES,
    TEXT,
    Anything,
    Kind,
    ListOf,
    MapOf,
    Shape,
    integer,
    number,
    one_of,
    string,
)

LANGUAGES = ListOf(string("a language such as en, zh or pt-br", LANGUAGE), shortest=1, longest=20)
COLOUR = string('a colour such as "#0b4f6c", between quotation marks', r"#[0-9a-fA-F]{6}")
MARK = string(
    "a drawing: the `d` of one SVG path on a field of 24 by 24", r"[Mm][MmLlHhVvCcSsQqTtAaZz0-9 ,.-]*", longest=2000
)
PHONE = string("a telephone number", r"\+?[0-9][0-9 ()/-]{1,30}")
EMAIL = string("an e-mail address", r"[^@\s]+@[^@\s]+\.[^@\s]+")
ICON = string("the name of an icon", r"[a-z0-9]+(-[a-z0-9]+)*")

CITY = Shape(
    {
        "code": CODES,
        "name": TEXT,
        "languages": LANGUAGES,
        "timezone": string("a time zone such as Asia/Shanghai", r"[A-Za-z_]+(/[A-Za-z_+0-9-]+)*"),
        "currency": string("a currency of three letters (ISO 4217)", r"[A-Z]{3}"),
        "telephone": PHONE,
        "number_prefix": string("one to four capital letters", r"[A-Z]{1,4}"),
        "accent": COLOUR,
        "warm": COLOUR,
        "mark": MARK,
        "made_up": BOOLEAN,
    },
    required=("code", "name", "languages", "timezone", "currency", "telephone", "number_prefix", "accent", "warm"),
    of="a city",
)
TITLED = Shape({"title": TEXT, "summary": TEXT, "icon": ICON}, required=("title",), of="an entry")
CALENDAR = Shape(
    {
        "country": string("a country of two letters (ISO 3166)", r"[A-Z]{2}"),
        "subdivision": string("a subdivision such as SH", r"[A-Z0-9]{1,5}"),
        "weekend": ListOf(integer(1, 7), longest=6),
    },
    required=("country",),
    of="a calendar",
)
AGENCY = Shape(
    {
        "name": TEXT,
        "duties": TEXT,
        "calendar": CALENDAR,
        "phone": PHONE,
        "email": EMAIL,
        "units": MapOf(TEXT, fewest=1),
    },
    required=("name", "duties", "units"),
    of="an agency",
)
ATTRIBUTE = Shape(
    {
        "title": TEXT,
        "type": one_of("string", "integer", "boolean", "date"),
        "values": MapOf(TEXT, keys=r"[A-Za-z0-9_-]+", wanted="a value of letters, digits, - and _"),
    },
    required=("title", "type"),
    of="an attribute",
)
UNDERSCORED = "a name: lower-case words joined by underscores, so that a rule can name it"
REGISTER = Shape(
    {
        "title": TEXT,
        "owner": CODES,
        "law": TEXT,
        "attributes": MapOf(ATTRIBUTE, keys=NAME, wanted=UNDERSCORED, fewest=1),
    },
    required=("title", "owner", "law", "attributes"),
    of="a register",
)
CERTIFICATE = Shape(
    {"title": TEXT, "text": TEXT, "show": ListOf(NAMES)},
    required=("title", "text"),
    of="a certificate",
)
PLACE = Shape(
    {
        "name": TEXT,
        "kind": one_of(
            *("street", "estate", "park", "station", "market", "school", "hospital", "bridge", "village", "square"),
            *("river", "landmark"),
        ),
        "district": CODES,
        "at": ListOf(number(-180, 180), shortest=2, longest=2),
        "other": ListOf(FREE, longest=10),
    },
    required=("name", "kind", "district", "at"),
    of="a place",
)
FILES: dict[str, Kind] = {
    "city.yaml": CITY,
    "districts.yaml": MapOf(TEXT, fewest=1),
    "agencies.yaml": MapOf(AGENCY, fewest=1),
    "life_events.yaml": MapOf(TITLED),
    "subjects.yaml": MapOf(TITLED, fewest=1),
    "registers.yaml": MapOf(REGISTER, keys=NAME, wanted=UNDERSCORED),
    "certificates.yaml": MapOf(CERTIFICATE),
    "places.yaml": MapOf(PLACE),
    "fields.yaml": MapOf(Anything(), keys=EITHER),  # read with the services, as the shape of a field needs the city
}
OPTIONAL = ("places.yaml",)  # a city without these is whole
