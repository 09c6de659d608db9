"""The Link header that names a JSON-LD context (RFC 8288; JSON-LD 1.1, 6.2)."""

import re

RELATION = "http://www.w3.org/ns/json-ld#context"
_TARGET = re.compile(r"<([^<>]*)>((?:[^,\"<]|\"[^\"]*\")*)")
_RELATION = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,]+))", re.IGNORECASE)


def linked_context(header: str | None) -> str | None:
    """The URL of the context a Link header names, or None; links of other relations are passed over."""
    for target in _TARGET.finditer(header or ""):
        relation = _RELATION.search(target[2])
        if relation and RELATION in (relation[1] or relation[2]).split():
            return target[1].strip()
    return None


def link_header(url: str) -> str:
    """The Link header of an answer in plain JSON."""
    return f'<{url}>; rel="{RELATION}"; type="application/ld+json"'
