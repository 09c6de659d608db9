"""What a query means: one expanded entity is judged in memory. The database's answer is tested against this."""

from collections.abc import Callable, Iterator
from operator import eq, ge, gt, le, lt
from typing import Any

from onecity.twin.patterns import compiled
from onecity.twin.query.nodes import And, Compare, Exists, Literal, Match, Node, Operator, Or, Path, Range
from onecity.twin.times import canonical

Document = dict[str, Any]
VALUES = ("value", "object", "vocab", "json", "valueList", "objectList")
_ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQUAL: eq,
    Operator.GREATER: gt,
    Operator.GREATER_EQUAL: ge,
    Operator.LESS: lt,
    Operator.LESS_EQUAL: le,
}


def matches(node: Node, entity: Document) -> bool:
    """Whether an expanded entity is meant by ``node``."""
    match node:
        case And(parts):
            return all(matches(part, entity) for part in parts)
        case Or(parts):
            return any(matches(part, entity) for part in parts)
        case Exists(path):
            return next(targets(path, entity), None) is not None
        case Match(path, pattern, negated):
            return any(compiled(pattern).search(text) != negated for text in _texts(path, entity))
        case Compare(path, operator, values):
            return _compares(path, operator, values, entity)


def _texts(path: Path, entity: Document) -> Iterator[str]:
    return (target for target in targets(path, entity) if isinstance(target, str))


def _compares(path: Path, operator: Operator, values: tuple[Literal | Range, ...], entity: Document) -> bool:
    """Whether any target is one of ``values``; for "unequal", whether any is none of them. Objects are neither."""
    found = [target for target in targets(path, entity) if not isinstance(target, dict)]
    if operator is Operator.UNEQUAL:
        return any(not any(_fits(target, Operator.EQUAL, v, path) for v in values) for target in found)
    return any(_fits(target, operator, value, path) for target in found for value in values)


def _fits(target: Any, operator: Operator, value: Literal | Range, path: Path) -> bool:
    if isinstance(value, Range):
        low, high = (_comparable(end, path) for end in (value.low, value.high))
        return _alike(target, low) and _alike(target, high) and bool(low <= target <= high)
    wanted = _comparable(value, path)
    if _alike(target, wanted) and _ORDER[operator](target, wanted):
        return True
    return operator is Operator.EQUAL and bool(value.name) and target == value.name


def _comparable(value: Literal, path: Path) -> Any:
    """The value as it is stored where the path leads: system times are stored in one form."""
    if isinstance(value.value, str) and (path.is_entity_time or path.part.endswith("At")):
        return canonical(value.value)
    return value.value


def _alike(target: Any, value: Any) -> bool:
    """Whether two values may be compared at all: numbers with numbers, text with text, truth with truth."""
    if isinstance(target, bool) or isinstance(value, bool):
        return isinstance(target, bool) and isinstance(value, bool)
    if isinstance(value, str):
        return isinstance(target, str)
    return isinstance(target, int | float)


def targets(path: Path, entity: Document) -> Iterator[Any]:
    """Every value a path leads to; members of a list stand for themselves, objects for their being there."""
    if path.is_entity_time:
        return iter([entity[path.names[0]]] if path.names[0] in entity else [])
    found = _instances(entity, path.names[0])
    for name in path.names[1:]:
        found = [deeper for instance in found for deeper in _instances(instance, name)]
    return (target for instance in found for target in _of_instance(instance, path))


def _instances(holder: Document, name: str) -> list[Document]:
    given = holder.get(name, [])
    return [one for one in (given if isinstance(given, list) else [given]) if isinstance(one, dict)]


def _of_instance(instance: Document, path: Path) -> Iterator[Any]:
    if path.part:
        return iter([instance[path.part]] if path.part in instance else [])
    if path.trailing and isinstance(instance.get("languageMap"), dict):
        return _of_language(instance["languageMap"], path.trailing[0])
    if "languageMap" in instance:
        return _of_language(instance["languageMap"], "*")
    return (target for name in VALUES if name in instance for target in _inside(instance[name], path.trailing))


def _of_language(words: Any, language: str) -> Iterator[Any]:
    if not isinstance(words, dict):
        return iter(())
    chosen = list(words.values()) if language == "*" else [words[language]] if language in words else []
    return (text for one in chosen for text in (one if isinstance(one, list) else [one]))


def _inside(value: Any, keys: tuple[str, ...], depth: int = 0) -> Iterator[Any]:
    """What is found in ``value`` under ``keys``; lists, and lists in them, stand for their members."""
    if isinstance(value, list):
        for one in value if depth < 2 else ():
            yield from _inside(one, keys, depth + 1)
    elif keys:
        if isinstance(value, dict) and keys[0] in value:
            yield from _inside(value[keys[0]], keys[1:])
    elif isinstance(value, dict) and "@value" in value:
        yield value["@value"]
    else:
        yield value
