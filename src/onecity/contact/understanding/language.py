"""In which of the city's languages somebody writes."""

import re

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
OTHER = "other"


def language_of(words: str) -> str:
    """``zh`` when a good part is Chinese characters, ``en`` for Latin letters, else ``other``."""
    han, latin = len(HAN.findall(words)), len(LATIN.findall(words))
    if han >= max(1, latin):
        return "zh"
    return "en" if latin else OTHER
