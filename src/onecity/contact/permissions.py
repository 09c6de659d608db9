"""Who may do what with a request or a work order. The predicates read as English."""

from onecity.common.actor import Actor
from onecity.contact.models import ContactRequest, WorkOrder


def sorts(actor: Actor) -> bool:
    """Operators of the single number decide what a matter is about and who has it; so does the city's own program."""
    return actor.kind in ("operator", "system")


def works_for(actor: Actor, order: WorkOrder) -> bool:
    """An officer of the unit that has the order, or who leads a unit of the agency."""
    if actor.kind != "officer" or actor.agency != order.agency:
        return False
    return actor.head or order.unit in actor.units


def holds(actor: Actor, order: WorkOrder) -> bool:
    """Whoever took it, or leads the agency's work."""
    return works_for(actor, order) and (actor.head or str(order.taken_by) == actor.id)


def approves(actor: Actor, order: WorkOrder) -> bool:
    """More time is granted by the head of the agency's work or by an operator, never by who asked for it."""
    leads = actor.kind == "officer" and actor.agency == order.agency and actor.head
    return (sorts(actor) or leads) and str(order.taken_by) != actor.id


def reported(actor: Actor, request: ContactRequest) -> bool:
    """The reporter: by the token of her page (the face has checked it), or signed in as the resident she was."""
    if actor.kind == "reporter":
        return actor.id == str(request.id)
    return actor.kind == "resident" and actor.resident is not None and actor.resident == request.resident_id
