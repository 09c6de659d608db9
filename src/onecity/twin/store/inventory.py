"""What there is: types, the attributes they have, and how many of each."""

import asyncpg
import msgspec

_SQL = """
SELECT type, '' AS attribute, count(*) AS count, '{}'::text[] AS kinds
FROM twin.entity e, unnest(e.types) AS type WHERE e.tenant = $1 AND e.current GROUP BY type
UNION ALL
SELECT type, attribute, count(*), array_agg(DISTINCT kind)
FROM twin.entity e, unnest(e.types) AS type, jsonb_each(e.body) AS a (attribute, given),
    LATERAL (SELECT coalesce(a.given ->> 'type', a.given -> 0 ->> 'type') AS kind) AS k
WHERE e.tenant = $1 AND e.current GROUP BY type, attribute ORDER BY 1, 2
"""


class Use(msgspec.Struct):
    """How many entities of a type have an attribute; "" as attribute stands for the entities themselves."""

    type: str
    attribute: str
    count: int
    kinds: list[str]


async def inventory(pool: "asyncpg.Pool[asyncpg.Record]", tenant: str) -> list[Use]:
    """Every type and attribute in use; looks at every entity."""
    return [Use(**row) for row in await pool.fetch(_SQL, tenant)]
