"""The shapes of the files in ``contact/`` of a city's folder."""

from onecity.city.shape import (
    BOOLEAN,
    CODES,
    EITHER,
    FREE,
    LANGUAGE,
    TEXT,
    Kind,
    ListOf,
    MapOf,
    Shape,
    integer,
    one_of,
    string,
)

KINDS = ("fault", "help", "complaint", "question", "suggestion")
TYPES = ("text", "paragraph", "number", "datetime", "one", "many")
CHOSEN = ("one", "many")
DAY = string("a day such as 2026-06-15", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", 10)
PHRASES: Kind = MapOf(ListOf(FREE, longest=60), keys=LANGUAGE, wanted="a language such as en or zh")

QUESTION = Shape(
    {"title": TEXT, "type": one_of(*TYPES), "required": BOOLEAN, "options": MapOf(TEXT, fewest=1)},
    required=("title", "type"),
    of="a question",
)
TOPIC = Shape(
    {
        "title": TEXT,
        "group": CODES,
        "kind": one_of(*KINDS),
        "deadline": Shape({"hours": integer(1, 240), "days": integer(1, 120)}, of="a deadline"),
        "urgent": BOOLEAN,
        "place": one_of("needed", "welcome", "none"),
        "private": BOOLEAN,
        "unit": CODES,
        "helpers": ListOf(CODES, longest=10),
        "words": PHRASES,
        "examples": PHRASES,
        "ask": MapOf(QUESTION, keys=EITHER),
        "answers": ListOf(CODES),
        "services": ListOf(string("the code of a service: family.act", r"[a-z0-9-]+\.[a-z0-9-]+", 100)),
    },
    required=("title", "group", "kind", "deadline"),
    of="a topic",
)
ARTICLE = Shape(
    {
        "title": TEXT,
        "text": TEXT,
        "unit": CODES,
        "words": PHRASES,
        "reviewed": DAY,
        "review": DAY,
        "services": TOPIC.keys["services"],
    },
    required=("title", "text", "reviewed", "review"),
    of="an article",
)
RULES = Shape(
    {
        "sure": integer(1, 100),
        "reopen_within": integer(1, 365),
        "silent_after": integer(1, 365),
        "forget_after": integer(1, 3650),
    },
    of="the rules",
)
GROUPS = MapOf(TEXT, fewest=1)
TOPICS = MapOf(TOPIC)
ARTICLES = MapOf(ARTICLE)
