"""What happened to a request, as rows. ``words`` says each kind in a sentence."""

from onecity.common.actor import Actor
from onecity.contact.models import ContactEvent, ContactRequest


def event(request: ContactRequest, kind: str, actor: Actor, *, public: bool = True, **data: object) -> ContactEvent:
    """A new event, not yet stored. ``public`` ones are shown to the reporter; names of officers never are.

    What is never changed must not name who reported: her name stands in her request, where it can be erased.
    """
    return ContactEvent(
        request_id=request.id, kind=kind, actor_kind=actor.kind, actor_id=actor.id,
        actor_name="" if actor.kind in ("resident", "reporter") else actor.name,
        agency=actor.agency, public=public, data=data,
    )  # fmt: skip
