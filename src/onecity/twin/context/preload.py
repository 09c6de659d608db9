"""The preload map: @contexts of other people, kept as files, so that no request waits for their servers.

``ONECITY_CONTEXTS`` names a JSON file ``{"https://…/context.jsonld": "path", …}``; paths are relative to that file.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from onecity.twin.context.refusals import LdContextNotAvailable

MAX_BYTES = 1_000_000  # of one document; the largest published one (Smart Data Models) has 0.6 MB


def preload_map(setting: str | None = None) -> dict[str, Path]:
    """URL -> file, of the file named by ``setting`` (the environment's by default); empty where none is named."""
    name = os.environ.get("ONECITY_CONTEXTS", "") if setting is None else setting
    if not name:
        return {}
    listing = Path(name)
    found = msgspec.json.decode(listing.read_bytes(), type=dict[str, str])
    return {url: listing.parent / path for url, path in found.items()}


def read_preloaded(url: str, files: Mapping[str, Path]) -> Any | None:
    """The document kept for ``url``, or None."""
    path = files.get(url)
    return None if path is None else parse_document(path.read_bytes(), url)


def parse_document(raw: bytes, url: str) -> Any:
    """The JSON of a context document, which is an object with an "@context"."""
    if len(raw) > MAX_BYTES:
        raise LdContextNotAvailable("The @context is too large", f"{url} has more than {MAX_BYTES} bytes.")
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError) as error:
        raise LdContextNotAvailable("The @context is not JSON", f"{url}: {error}") from error
    if not isinstance(document, dict) or "@context" not in document:
        raise LdContextNotAvailable("The document holds no @context", f"{url} must be an object with an @context.")
    return document
