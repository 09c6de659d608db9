"""How words are written: made alike before they are compared, and told apart by script."""

import re
import unicodedata

LONGEST = 200  # characters of a search that are looked at
UNSPACED = frozenset({"zh", "ja", "th"})  # languages written without spaces between words
SCRIPTS = {"zh": "CJK", "ja": "CJK", "ko": "HANGUL", "ru": "CYRILLIC", "ar": "ARABIC", "th": "THAI"}
ALIKE = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by can do does for from get have how i in is it me my need of on or our the to want we "
        "what when where which who with you your",
    )
)
NO_LETTER = re.compile(r"[^\w]+")
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")  # Chinese has no spaces within a sentence


def normal(text: str) -> str:
    """A text as it is compared: compatible forms made one (NFKC), no case, no marks, single spaces.

    >>> normal("  Driver’s  LICENCE! ")
    'drivers licence'
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST]).casefold().replace("'", "").replace("’", "")
    return BETWEEN_HAN.sub("", NO_LETTER.sub(" ", text).strip())


def script_of(text: str) -> str:
    """The script in which most of a text's letters are written; Latin when it has none."""
    counts: dict[str, int] = {}
    for letter in filter(str.isalpha, text[:LONGEST]):
        name = unicodedata.name(letter, "LATIN").split()[0].split("-")[0]
        counts[ALIKE.get(name, name)] = counts.get(ALIKE.get(name, name), 0) + WEIGHTS.get(name, 1)
    return max(counts, key=counts.__getitem__, default="LATIN")


WEIGHTS = {"CJK": 4, "HANGUL": 3}  # one such letter says as much as several Latin ones


def language_of(words: str, *, page: str, languages: tuple[str, ...]) -> str:
    """The city's language in which somebody searches: by the script she typed, whatever language the page has."""
    root = page.split("-")[0].lower()
    script = script_of(words)
    fitting = [language for language in languages if SCRIPTS.get(language, "LATIN") == script]
    if not fitting:
        return root if root in languages else languages[0]
    return root if root in fitting else fitting[0]


def content_words(text: str) -> frozenset[str]:
    """The words of a normal text that say something, without the s of a plural."""
    return frozenset(singular(word) for word in text.split() if word not in STOP_WORDS)


def singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
