"""Recorded sentences: the city's ``prompts/<language>/<code>.wav``. What is missing is read out or is a tone."""

import os
from pathlib import Path

from django.conf import settings

from onecity.city import queries as city
from onecity.telephone.settings import prompts_folder
from onecity.telephone.words import SENTENCES


def folder() -> Path:
    """Named by ``ONECITY_PROMPTS``; else in the city's folder; else in that of the demonstration."""
    if named := prompts_folder() or os.environ.get("ONECITY_CITY", ""):
        return Path(named) if prompts_folder() else Path(named) / "prompts"
    return settings.PACKAGE.parent.parent / "cities" / city.current().code / "prompts"


def recorded(code: str, language: str) -> Path | None:
    """The file of a sentence in a language, if the city has recorded it. Both are looked up, never joined unseen."""
    if code not in SENTENCES or language not in city.current().languages:
        return None
    path = folder() / language / f"{code}.wav"
    return path if path.is_file() else None


def address(code: str, language: str) -> str:
    """Where a provider hears a sentence that the city recorded by itself; empty: it is read out."""
    if not prompts_folder() or not recorded(code, language):
        return ""
    return f"{settings.PUBLIC_URL}/telephone/prompts/{language}/{code}.wav"
