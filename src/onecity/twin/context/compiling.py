"""From local contexts (JSON objects, in order) to one table of terms; hostile ones are bounded."""

from collections.abc import Mapping, Sequence
from typing import Any

from onecity.twin.context.refusals import BadContext
from onecity.twin.context.terms import Context

MAX_TERMS = 20_000
MAX_CHAIN = 32  # definitions that lean on each other: "a": "b:x", "b": "c:y", …

Definitions = Mapping[str, Any]


def compile_context(definitions: Sequence[Definitions], *, document: Any, urls: Sequence[str]) -> Context:
    """The compiled context of ``definitions``; a later one overrides an earlier one, the core overrides all."""
    terms: dict[str, str] = {}
    coercions: dict[str, str] = {}
    vocabulary = ""
    for local in definitions:
        vocabulary = _vocabulary(local, terms, vocabulary)
        _define_all(local, terms, coercions, vocabulary)
        if len(terms) > MAX_TERMS:
            raise BadContext("The @context is too large", f"At most {MAX_TERMS} terms are accepted.")
    return Context(terms, coercions=coercions, vocabulary=vocabulary, document=document, urls=urls)


def _vocabulary(local: Definitions, terms: Mapping[str, str], before: str) -> str:
    """The ``@vocab`` of this context, a prefix resolved; the one before if it has none."""
    if "@vocab" not in local:
        return before
    given = local["@vocab"]
    if given is None:
        return ""
    if not isinstance(given, str):
        raise BadContext("@vocab is not text", "Give @vocab as an IRI or null.")
    return _join(given, terms) or before


def _define_all(local: Definitions, terms: dict[str, str], coercions: dict[str, str], vocabulary: str) -> None:
    """Every term of one local context, written into ``terms`` and ``coercions``."""
    found: dict[str, str] = {}
    for term, definition in local.items():
        if term.startswith("@"):
            continue
        iri = _iri_of(term, local, terms, vocabulary, found, ())
        if iri:
            found[term] = iri
        _coerce(term, definition, local, terms, vocabulary, coercions)
    terms.update(found)


def _coerce(
    term: str, definition: Any, local: Definitions, terms: dict[str, str], vocabulary: str, coercions: dict[str, str]
) -> None:
    """The type coercion of one definition, if it names one."""
    coercions.pop(term, None)
    kind = definition.get("@type") if isinstance(definition, dict) else None
    if isinstance(kind, str):
        coercions[term] = kind if kind.startswith("@") else _iri(kind, local, terms, vocabulary, {}, (term,))


def _iri_of(
    term: str,
    local: Definitions,
    terms: Mapping[str, str],
    vocabulary: str,
    found: dict[str, str],
    chain: tuple[str, ...],
) -> str:
    """The IRI a definition gives to ``term``; empty where it is mapped to null or a keyword we do not use."""
    if term in found:
        return found[term]
    if term in chain or len(chain) > MAX_CHAIN:
        raise BadContext("A definition in a circle", f"The term {term[:80]!r} is defined by way of itself.")
    given = _target(term, local[term])
    if given is None:
        return ""
    if given == term:
        return _join(term, terms) or (vocabulary + term if vocabulary and ":" not in term else "")
    return _iri(given, local, terms, vocabulary, found, (*chain, term))


def _target(term: str, definition: Any) -> str | None:
    """What a definition maps ``term`` to, unexpanded."""
    if isinstance(definition, dict):
        definition = definition.get("@id", None if "@reverse" in definition else term)
    if definition is None or isinstance(definition, str):
        return definition
    raise BadContext("A definition of the wrong shape", f"The term {term[:80]!r} must map to an IRI or an object.")


def _iri(
    name: str,
    local: Definitions,
    terms: Mapping[str, str],
    vocabulary: str,
    found: dict[str, str],
    chain: tuple[str, ...],
) -> str:
    """``name`` as an IRI, where it may itself be a term or lean on a prefix of the same or an earlier context."""
    if name.startswith("@"):
        return name if name in ("@id", "@type") else ""
    if name in local:
        return _iri_of(name, local, terms, vocabulary, found, chain)
    prefix, colon, rest = name.partition(":")
    if colon and prefix in local and not rest.startswith("//"):
        return _iri_of(prefix, local, terms, vocabulary, found, chain) + rest
    return _join(name, terms) or (vocabulary + name if vocabulary else "")


def _join(name: str, terms: Mapping[str, str]) -> str:
    """``name`` against the terms already known; an absolute IRI as it is; empty if it is none of both."""
    if name in terms:
        return terms[name]
    prefix, colon, rest = name.partition(":")
    if not colon:
        return ""
    return terms[prefix] + rest if prefix in terms and not rest.startswith("//") else name
