"""NGSI-LD @contexts: from a caller's names to IRIs and back, without the network on the way.

``await resolve(link_header, body)`` gives the compiled context of a request; ``ctx.expand(term)`` and
``ctx.compact(iri)`` change one name; ``expand_entity`` and ``compact_entity`` whole entities.
"""

from onecity.twin.context.core import CORE_URL, DEFAULT_VOCABULARY, NGSI_LD
from onecity.twin.context.entities import (
    compact_attribute,
    compact_entity,
    compact_types,
    expand_attribute,
    expand_entity,
    expand_instance,
    expand_types,
    is_instance,
)
from onecity.twin.context.library import Library
from onecity.twin.context.links import link_header
from onecity.twin.context.preload import preload_map
from onecity.twin.context.refusals import BadContext, LdContextNotAvailable
from onecity.twin.context.terms import CORE, Context

__all__ = [
    "CORE",
    "CORE_URL",
    "DEFAULT_VOCABULARY",
    "NGSI_LD",
    "BadContext",
    "Context",
    "LdContextNotAvailable",
    "Library",
    "compact_attribute",
    "compact_entity",
    "compact_types",
    "expand_attribute",
    "expand_entity",
    "expand_instance",
    "expand_types",
    "is_instance",
    "library",
    "link_header",
    "resolve",
    "use",
]

_in_use: list[Library] = []


def library() -> Library:
    """The library of this process; made of the settings at its first use."""
    if not _in_use:
        use(Library(preloaded=preload_map()))
    return _in_use[0]


def use(other: Library) -> None:
    """Make ``other`` the library of this process: at the start, with a database; in tests, an empty one."""
    _in_use[:] = [other]


async def resolve(link_header: str | None, body: object = None) -> Context:
    """The compiled context of a request; see ``Library.resolve``."""
    return await library().resolve(link_header, body)
