"""How an act inherits from its family: maps are merged key by key, null removes, everything else is replaced.

A text counts as one value, though it is written as a map of languages.
"""

import re
from collections.abc import Iterator

from onecity.city.sheet import Leaf, Listing, Map, Node, Place

EMPTY = Map({}, Place("", 0))
REPLACES = "use"  # a field that says `use:` says all about itself, and takes nothing from the one it replaces


def act_of(family: Map, act: Map) -> Map:
    """What holds for an act: the family's, with what the act says instead; its words are added to the family's."""
    merged = merge(family, act)
    if "words" in family.items and "words" in act.items:
        merged.items["words"] = _joined(family.items["words"], act.items["words"])
    return merged


def merge(inherited: Map, own: Map) -> Map:
    """One map over another. A key that is new stands behind the key before it in ``own``; else at the end."""
    items = {key: _merged(None, node) for key, node in inherited.items.items() if not _removes(node)}
    before: str | None = None
    for key, node in own.items.items():
        if _removes(node):
            items.pop(key, None)
            continue
        items = _put(items, key, _merged(items.get(key), node), before)
        before = key
    return Map(items, own.place if own.place.line else inherited.place, inherited.keys | own.keys)


def idle_removals(inherited: Map, own: Map) -> Iterator[tuple[Place, str]]:
    """The keys that ``own`` removes though nothing of that name is inherited: most often a slip."""
    for key, node in own.items.items():
        above = inherited.items.get(key)
        if _removes(node) and above is None:
            yield own.keys.get(key, own.place), key
        elif isinstance(node, Map) and not is_text(node):
            yield from idle_removals(above if isinstance(above, Map) else EMPTY, node)


def _removes(node: Node) -> bool:
    return isinstance(node, Leaf) and node.value is None


def _merged(inherited: Node | None, own: Node) -> Node:
    if not isinstance(own, Map) or is_text(own):
        return own
    if not isinstance(inherited, Map) or is_text(inherited) or REPLACES in own.items:
        inherited = EMPTY
    return merge(inherited, own)


def is_text(node: Map) -> bool:
    """Whether a map is a text in several languages, which is replaced whole: half of a text would be another one's.

    A comma without quotation marks makes strange keys of a text (``{en: Renew, or replace}``); it still is one.
    """
    bare = all(isinstance(item, Leaf) for item in node.items.values())
    return bare and any(re.fullmatch("[a-z]{2}", key) and not _removes(item) for key, item in node.items.items())


def _put(items: dict[str, Node], key: str, node: Node, before: str | None) -> dict[str, Node]:
    if key in items or before is None:
        return items | {key: node}
    order = list(items)
    order.insert(order.index(before) + 1, key)
    return {name: node if name == key else items[name] for name in order}


def _joined(family: Node, act: Node) -> Node:
    """The words of both, language by language."""
    if not isinstance(family, Map) or not isinstance(act, Map):
        return act
    joined = {language: _longer(family.items.get(language), words) for language, words in act.items.items()}
    return Map(family.items | joined, act.place, family.keys | act.keys)


def _longer(family: Node | None, act: Node) -> Node:
    if isinstance(family, Listing) and isinstance(act, Listing):
        return Listing(family.items + act.items, act.place)
    return act
