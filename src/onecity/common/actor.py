"""Who does something: every domain function that reads or changes a person's data is told."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Kind = Literal["resident", "officer", "operator", "administrator", "auditor", "client", "reporter", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting now.

    ``kind``      the role in which she acts (a person may hold several; one at a time)
    ``id``        account or API client; empty for the system itself
    ``resident``  her own resident id when she acts as a resident
    ``agency``    the agency for which she acts, as an officer or a client
    ``units``     the units of that agency in which she holds a post
    ``head``      whether she leads one of them (may assign tasks to others)
    ``name``      how she is shown to others (an officer's name; never a resident's number)
    """

    kind: Kind
    id: str = ""
    resident: UUID | None = None
    agency: str = ""
    units: frozenset[str] = frozenset()
    head: bool = False
    name: str = ""


SYSTEM = Actor(kind="system", name="OneCity")
