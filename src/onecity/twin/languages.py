"""Natural languages: the text of a language property that a reader prefers (ETSI GS CIM 009, 4.5.18; RFC 4647)."""

from typing import Any

from onecity.twin.model import Document


def in_language(instance: Document, preference: str) -> Document:
    """A language property as a plain property in the language preferred; others, and their sub-attributes, likewise."""
    found = {key: _inner(value, preference) for key, value in instance.items()}
    if instance.get("type") != "LanguageProperty" or not isinstance(instance.get("languageMap"), dict):
        return found
    texts = instance["languageMap"]
    chosen = next((tag for wanted in ordered(preference) for tag in _fitting(wanted, texts)), None) or next(iter(texts))
    kept = {key: value for key, value in found.items() if key not in ("type", "languageMap")}
    return {"type": "Property", "value": texts[chosen], "lang": chosen} | kept


def _inner(value: Any, preference: str) -> Any:
    is_attribute = isinstance(value, dict) and value.get("type") == "LanguageProperty"
    return in_language(value, preference) if is_attribute else value


def ordered(preference: str) -> list[str]:
    """The languages of an Accept-Language list, most wanted first."""
    weighed = [_weighed(part) for part in preference.split(",")[:50] if part.strip()]
    return [tag for tag, weight in sorted(weighed, key=lambda pair: -pair[1]) if weight > 0]


def _weighed(part: str) -> tuple[str, float]:
    tag, _, parameters = part.strip().partition(";")
    given = parameters.strip().removeprefix("q=")
    return tag.strip(), float(given) if given.replace(".", "", 1).isdecimal() else 1.0


def _fitting(wanted: str, texts: Document) -> list[str]:
    """The tags that a wanted one stands for: itself, then those that begin with it."""
    if wanted == "*":
        return [tag for tag in texts if tag != "@none"] or list(texts)
    exact = [tag for tag in texts if tag.lower() == wanted.lower()]
    return exact + [tag for tag in texts if tag.lower().startswith(wanted.lower() + "-")]
