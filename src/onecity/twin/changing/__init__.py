"""What callers may ask to be done to an entity: one function for each operation of the standard.

Each makes an ``Operation``: the input is checked when it is made, and applied when the store has the entity at hand.
"""

from onecity.twin.changing.attributes import (
    append,
    delete_attribute,
    delete_scope,
    merge,
    partial_update,
    replace_attribute,
    update,
)
from onecity.twin.changing.entities import create, delete, purge, replace, upsert
from onecity.twin.changing.operation import Operation, Outcome, Refusal, Result
from onecity.twin.changing.series import Measurement, evolve, record

__all__ = [
    "Measurement",
    "Operation",
    "Outcome",
    "Refusal",
    "Result",
    "append",
    "create",
    "delete",
    "delete_attribute",
    "delete_scope",
    "evolve",
    "merge",
    "partial_update",
    "purge",
    "record",
    "replace",
    "replace_attribute",
    "update",
    "upsert",
]
