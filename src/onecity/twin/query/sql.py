"""Queries told to PostgreSQL: conditions on ``twin.entity e`` with parameters, never with a caller's text in them.

Terms of ``q`` become jsonpath programs (SQL/JSON, lax mode), which are parameters of the statement like any value;
names stand in them as JSON strings. Where the database can only say less than the query (patterns, exact shapes), the
condition is not ``exact``: every match meets it, and what meets it must still be judged in memory.
"""

from typing import Any

import msgspec

from onecity.twin.query.geo import Box, GeoQuery
from onecity.twin.query.judging import VALUES
from onecity.twin.query.nodes import And, Compare, Exists, Literal, Match, Node, Operator, Or, Path, Range
from onecity.twin.times import canonical, parse_time

_COLUMNS = {"createdAt": "e.created", "modifiedAt": "e.modified", "deletedAt": "e.deleted"}


class Parameters:
    """The values of one statement; ``add`` gives the place of a value in its text."""

    def __init__(self) -> None:
        self.values: list[Any] = []

    def add(self, value: Any) -> str:
        """``$n`` for a value."""
        self.values.append(value)
        return f"${len(self.values)}"


class Condition(msgspec.Struct, frozen=True):
    """A condition in SQL; ``exact`` if it says all of the query."""

    sql: str
    exact: bool = True


ANYTHING = Condition("true", exact=False)


def all_of(conditions: list[Condition]) -> Condition:
    """The conditions joined by AND."""
    return Condition(" AND ".join(f"({c.sql})" for c in conditions) or "true", all(c.exact for c in conditions))


def any_of(conditions: list[Condition]) -> Condition:
    """The conditions joined by OR."""
    return Condition(" OR ".join(f"({c.sql})" for c in conditions), all(c.exact for c in conditions))


def told(node: Node, parameters: Parameters) -> Condition:
    """The condition of a ``q``."""
    match node:
        case And(parts):
            return all_of([told(part, parameters) for part in parts])
        case Or(parts):
            return any_of([told(part, parameters) for part in parts])
        case Match(path):
            return Condition(_exists(path, "", {}, parameters).sql, exact=False)
        case Exists(path):
            return _present(path, parameters)
        case Compare(path, operator, values):
            return _compared(path, operator, values, parameters)


def _present(path: Path, parameters: Parameters) -> Condition:
    if path.is_entity_time:
        return Condition(f"{_COLUMNS[path.names[0]]} IS NOT NULL")
    if len(path.names) == 1 and not path.part and not path.trailing:
        return Condition(f"e.body ? {parameters.add(path.names[0])}", exact=False)
    return _exists(path, "", {}, parameters)


def _compared(path: Path, operator: Operator, values: tuple[Literal | Range, ...], parameters: Parameters) -> Condition:
    if path.is_entity_time:
        return _compared_times(path, operator, values, parameters)
    variables: dict[str, Any] = {}
    test = " || ".join(_test(operator, value, path, variables) for value in values)
    if operator is Operator.UNEQUAL:
        test = " && ".join(_test(operator, value, path, variables) for value in values)
    return _exists(path, f" ? ({test})", variables, parameters)


def _test(operator: Operator, value: Literal | Range, path: Path, variables: dict[str, Any]) -> str:
    """One comparison of ``@`` in jsonpath; the values go to ``variables``."""
    if isinstance(value, Range):
        test = f"@ >= ${_named(value.low, path, variables)} && @ <= ${_named(value.high, path, variables)}"
    elif operator in (Operator.EQUAL, Operator.UNEQUAL):
        test = f"@ == ${_named(value, path, variables)}" + _or_name(value, variables)
    else:
        return f"(@ {operator.value} ${_named(value, path, variables)})"
    return f"(!({test}) || (({test}) is unknown))" if operator is Operator.UNEQUAL else f"({test})"


def _named(value: Literal, path: Path, variables: dict[str, Any]) -> str:
    """The name of a variable for a value, in the form in which it is stored where the path leads."""
    system_time = isinstance(value.value, str) and path.part.endswith("At")
    return _variable(canonical(str(value.value)) if system_time else value.value, variables)


def _or_name(value: Literal, variables: dict[str, Any]) -> str:
    """The IRI a bare word stands for is as good as the word."""
    return f" || @ == ${_variable(value.name, variables)}" if value.name and value.name != value.value else ""


def _variable(value: Any, variables: dict[str, Any]) -> str:
    name = f"v{len(variables)}"
    variables[name] = value
    return name


def _exists(path: Path, test: str, variables: dict[str, Any], parameters: Parameters) -> Condition:
    """Something is found at ``path`` that passes ``test``."""
    way = "".join(f".{_quoted(name)}" for name in path.names)
    program = " || ".join(f"exists(@{way}{end}{test})" for end in _ends(path, compared=bool(test)))
    given = parameters.add(f"$ ? ({program})"), parameters.add(msgspec.json.encode(variables))
    return Condition(f"jsonb_path_exists(e.body, {given[0]}::text::jsonpath, {given[1]}::jsonb)")


def _ends(path: Path, *, compared: bool) -> list[str]:
    """Where in an instance the targets lie, as jsonpath; objects are there, but are not compared."""
    if path.part:
        return [f".{_quoted(path.part)}"]
    way = "".join(f".{_quoted(key)}" for key in path.trailing) + ("[*]" if path.trailing else "")
    language = f".{_quoted(path.trailing[0])}" if path.trailing and path.trailing[0] != "*" else ".*"
    scalar = ' ? (@.type() != "object")' if compared else ""
    ends = [f".languageMap{language}[*]", *(f".{name}[*]{way}{scalar}" for name in VALUES)]
    return ends + ([f'.{name}[*]{way}."@value"' for name in ("value", "json")] if compared else [])


def _quoted(name: str) -> str:
    """A name as a string of jsonpath, which is a string of JSON."""
    return msgspec.json.encode(name).decode()


def _compared_times(
    path: Path, operator: Operator, values: tuple[Literal | Range, ...], parameters: Parameters
) -> Condition:
    column = _COLUMNS[path.names[0]]
    tests = [_compared_time(column, operator, value, parameters) for value in values]
    return Condition(f"({' OR '.join(tests)})" if operator is not Operator.UNEQUAL else f"NOT ({' OR '.join(tests)})")


def _compared_time(column: str, operator: Operator, value: Literal | Range, parameters: Parameters) -> str:
    if isinstance(value, Range):
        low, high = (parameters.add(parse_time(str(end.value))) for end in (value.low, value.high))
        return f"{column} BETWEEN {low} AND {high}"
    sign = {Operator.EQUAL: "=", Operator.UNEQUAL: "="}.get(operator, operator.value)
    return f"{column} {sign} {parameters.add(parse_time(str(value.value)))}"


def near(query: GeoQuery, location: str, parameters: Parameters) -> Condition:
    """The condition of a geo-query: by bounding boxes where the property is the one that is indexed."""
    box = query.box()
    if query.path.names[0] != location:
        return Condition(f"e.body ? {parameters.add(query.path.names[0])}", exact=False)
    if box is None:
        return Condition("e.place IS NOT NULL", exact=False)
    return Condition(f"e.place && {_box(box, parameters)}", exact=False)


def _box(box: Box, parameters: Parameters) -> str:
    west, south, east, north = (parameters.add(edge) for edge in box)
    return f"box(point({west}::float8, {south}::float8), point({east}::float8, {north}::float8))"
