"""Which entities: the query languages of NGSI-LD, parsed to typed nodes, told in SQL or judged one entity at a time.

``q`` is parsed by ``parse_q``, ``scopeQ`` by ``parse_scope_q``, geo-queries by ``parse_geo``. ``matches``,
``scope_matches`` and ``geo_matches`` judge one expanded entity and say what a query means; ``sql`` says the same, or a
little less, to the database. No name or value of a caller ever becomes text of SQL or of a regular expression.
"""

from onecity.twin.query.geo import GeoQuery, geo_matches, parse_geo
from onecity.twin.query.judging import matches
from onecity.twin.query.nodes import Node
from onecity.twin.query.parsing import parse_q
from onecity.twin.query.scopes import ScopeQuery, parse_scope_q, scope_matches

__all__ = [
    "GeoQuery",
    "Node",
    "ScopeQuery",
    "geo_matches",
    "matches",
    "parse_geo",
    "parse_q",
    "parse_scope_q",
    "scope_matches",
]
