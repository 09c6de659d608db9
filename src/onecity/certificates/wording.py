"""What a certificate says: its words with the facts filled in, in every language of the city. Pure."""

import hmac
import re
from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec import Struct

from onecity.catalogue.definition import Field
from onecity.city.definition import CertificateKind
from onecity.common.text import Text

LANGUAGES = ("en", "zh")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


class Fact(Struct, frozen=True):
    """One line: what it is, and what it is for this person, in every language."""

    label: Text
    value: Text


class Said(Struct, frozen=True, kw_only=True):
    """Everything the certificate says, frozen on the day of issue: later changes of the city do not touch it."""

    title: Text
    text: Text
    facts: tuple[Fact, ...]
    holder: str
    agency: Text
    city: Text
    city_code: str
    service: Text
    case_number: str
    issued_on: date
    valid_until: date | None = None
    made_up: bool = False
    accent: str = "#1d4e5f"
    languages: tuple[str, ...] = LANGUAGES


def fill(text: Text, words: Mapping[str, Text]) -> Text:
    """The words of a certificate with each {placeholder} replaced; one that nothing is known of is left empty."""
    return Text({language: _fill(sentence, language, words) for language, sentence in text.items()})


def _fill(sentence: str, language: str, words: Mapping[str, Text]) -> str:
    return PLACEHOLDER.sub(lambda found: words.get(found[1], Text()).in_language(language), sentence)


def shown(asked: Field, answer: object) -> Text:
    """An answer as it is printed: words for a choice, a date written out, yes or no."""
    if isinstance(answer, bool):
        return Text(en="yes", zh="是") if answer else Text(en="no", zh="否")
    if str(answer) in asked.choices:
        return asked.choices[str(answer)]
    if asked.schema.get("format") == "date" or asked.widget == "date":
        return written_date(answer)
    return same(str(answer))


def shown_answers(fields: Mapping[str, Field], answers: Mapping[str, object]) -> dict[str, Text]:
    """Every answer as it is printed, by its field."""
    return {code: shown(fields[code], answer) for code, answer in answers.items() if code in fields}


def written_date(value: object) -> Text:
    """A date written out, or what was given when it is none.

    >>> written_date("2026-12-03")["en"]
    '3 December 2026'
    """
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return same(str(value))
    return Text(en=f"{day.day} {MONTHS[day.month - 1]} {day.year}", zh=f"{day.year}年{day.month}月{day.day}日")


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def same(text: str) -> Text:
    """A text that is the same in every language, such as a name."""
    return Text(dict.fromkeys(LANGUAGES, text))


def facts_of(kind: CertificateKind, fields: Mapping[str, Field], answers: Mapping[str, object]) -> tuple[Fact, ...]:
    """The lines that the kind of certificate shows, from the answers that were given."""
    return tuple(
        Fact(fields[code].title, shown(fields[code], answers[code]))
        for code in kind.show
        if code in fields and answers.get(code) not in (None, "")
    )


def digest_of(key: bytes, code: str, said: Said) -> str:
    """A keyed hash (HMAC-SHA-256) over the code and everything said, in the order of the fields above."""
    return hmac.digest(key, code.encode() + b"\n" + msgspec.json.encode(said, order="sorted"), "sha256").hex()
