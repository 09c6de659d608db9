"""Who may act for whom."""

from datetime import date
from uuid import UUID

from onecity.people.models import Mandate
from onecity.people.queries import in_force


def may_act_for(agent_id: UUID, principal_id: UUID, on: date) -> Mandate | None:
    """The mandate under which one resident may act for another on a day; none when she may not."""
    return Mandate.objects.filter(in_force(on), agent_id=agent_id, principal_id=principal_id).first()


def acts_as(agent_id: UUID, principal_id: UUID, on: date) -> bool:
    """Whether she may act for this person: herself, or somebody whose mandate she holds."""
    return agent_id == principal_id or may_act_for(agent_id, principal_id, on) is not None
