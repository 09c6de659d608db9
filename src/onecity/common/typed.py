"""Text that somebody typed, as it is kept. No database takes NUL, and nobody wants half a character."""

import unicodedata

LONGEST = 20_000  # characters of one text; more is cut, and then refused by a limit of its own
DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # text reads otherwise than it is
SPACES = frozenset("\t\n\v\f\x85\u2028\u2029")


def clean(text: str, *, lines: bool = False) -> str:
    """Text as it is kept: composed (NFC), trimmed, without control characters and characters that turn the direction.

    Tabs, and line breaks outside a text area, become spaces: what was pasted from two lines stays two words.
    """
    text = unicodedata.normalize("NFC", text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n"))
    return "".join([_kept(letter, lines) for letter in text]).strip()


def _kept(letter: str, lines: bool) -> str:
    if letter == "\n" and lines:
        return letter
    if letter in SPACES:
        return " "
    return "" if letter in DIRECTIONS or unicodedata.category(letter) in ("Cc", "Cs") else letter
