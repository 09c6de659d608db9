"""What happened in a case, as rows. ``words`` says each kind in a sentence."""

from onecity.applications.models import Case, Event
from onecity.common.actor import Actor


def event(case: Case, kind: str, actor: Actor, *, public: bool = True, **data: object) -> Event:
    """A new event, not yet stored. ``public`` ones are shown to the resident."""
    return Event(
        case_id=case.id, resident_id=case.resident_id, kind=kind, actor_kind=actor.kind, actor_id=actor.id,
        actor_name=actor.name, agency=actor.agency, public=public, data=data,
    )  # fmt: skip
