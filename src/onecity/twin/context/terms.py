"""A compiled @context: term -> IRI and back, ready for the hot path (JSON-LD 1.1, sections 4.1 and 4.1.5).

What NGSI-LD needs of JSON-LD: terms, compact IRIs with a prefix, type coercion and ``@vocab``. Two readings are ours:
a ``@vocab`` of a user's context is honoured (else names fall into the default vocabulary of the core), and a term
mapped to null falls to the vocabulary instead of losing data without a word.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from onecity.twin.context import core

_PREFIX_ENDS = ":/?#[]@"


class Context:
    """One or several @contexts and the core, compiled.

    ``document``  what to write as "@context" of an answer: a URL, or what the caller gave inline
    ``url``       what to write in a Link header: a URL; empty if no single one stands for all (see ``Library.url_of``)
    ``urls``      every document that took part, so that each use can be counted and a change found
    """

    __slots__ = ("_inverse", "_prefixes", "_terms", "coercions", "document", "url", "urls", "vocabulary")

    def __init__(
        self,
        terms: Mapping[str, str],
        *,
        coercions: Mapping[str, str] | None = None,
        vocabulary: str = "",
        document: Any = core.CORE_URL,
        urls: Iterable[str] = (),
    ) -> None:
        self._terms = {**terms, **core.TERMS}
        self.coercions = {**(coercions or {}), **core.COERCIONS}
        self.vocabulary = vocabulary or core.DEFAULT_VOCABULARY
        self.document = document
        self.url = _single_url(document)
        self.urls = tuple(urls)
        self._inverse = _inverted(self._terms)
        self._prefixes = _prefixes(self._terms)

    def expand(self, term: str) -> str:
        """The IRI of a term, a compact IRI or a plain name; an absolute IRI stays as it is."""
        iri = self._terms.get(term)
        if iri is not None:
            return iri
        prefix, colon, rest = term.partition(":")
        if not colon:
            return term if term.startswith("@") else self.vocabulary + term
        start = None if rest.startswith("//") else self._terms.get(prefix)
        return term if start is None else start + rest

    def compact(self, iri: str) -> str:
        """The best name for ``iri``: a term, a name in the vocabulary, a compact IRI, or the IRI as it is."""
        term = self._inverse.get(iri)
        if term is not None:
            return term
        name = iri.removeprefix(self.vocabulary)
        if len(name) < len(iri) and name and name not in self._terms and ":" not in name:
            return name
        return self._compact_iri(iri)

    def _compact_iri(self, iri: str) -> str:
        """``prefix:rest`` if a prefix fits and ``prefix:rest`` is not a term of its own, else ``iri``."""
        for start, prefix in self._prefixes:
            if len(iri) > len(start) and iri.startswith(start):
                short = f"{prefix}:{iri[len(start) :]}"
                if short not in self._terms and not short.startswith(prefix + "://"):
                    return short
        return iri

    def coercion(self, term: str) -> str | None:
        """What values of ``term`` are: ``@id``, ``@vocab``, ``@json``, the IRI of a datatype, or None."""
        return self.coercions.get(term)


def _single_url(document: Any) -> str:
    """The one URL that stands for ``document``, apart from the core; empty if there is none."""
    parts = document if isinstance(document, list) else [document]
    others = [part for part in parts if not (isinstance(part, str) and core.is_core(part))]
    if not others:
        return parts[0] if parts else core.CORE_URL
    return others[0] if len(others) == 1 and isinstance(others[0], str) else ""


def _inverted(terms: Mapping[str, str]) -> dict[str, str]:
    """IRI -> term; of several terms the shortest, then the first in order (JSON-LD API 4.3); core terms come first."""
    ordered = sorted(terms, key=lambda term: (term not in core.TERMS, len(term), term), reverse=True)
    return {terms[term]: term for term in ordered}


def _prefixes(terms: Mapping[str, str]) -> list[tuple[str, str]]:
    """(IRI, prefix) of the terms that may stand before a colon, longest IRI first."""
    usable = [(iri, term) for term, iri in terms.items() if iri[-1] in _PREFIX_ENDS and ":" not in term]
    return sorted(usable, key=lambda pair: (-len(pair[0]), len(pair[1]), pair[1]))


CORE = Context({})
