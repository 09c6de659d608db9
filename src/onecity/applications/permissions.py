"""Who may see and do what in a case. Asked of the database, so that what is not hers is never even read."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from onecity.applications.models import Case, Task
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.people import queries as people

OFFICE = ("officer", "client")


def cases_for(actor: Actor) -> QuerySet[Case]:
    """The cases that this actor may see."""
    if actor.kind == "system":
        return Case.objects.all()
    if actor.kind == "resident" and actor.resident:
        return Case.objects.filter(resident_id__in=residents_of(actor))
    if in_office(actor):
        return Case.objects.filter(Q(agency=actor.agency) | Exists(_tasks_of_agency(actor)))
    return Case.objects.none()


def in_office(actor: Actor) -> bool:
    """An agency's own system, or somebody with a post in one of its units; a designer of services has none."""
    return bool(actor.agency) and (actor.kind == "client" or (actor.kind == "officer" and bool(actor.units)))


def own_cases(actor: Actor) -> QuerySet[Case]:
    """The cases in which this actor is the applicant, or acts for her under a valid mandate."""
    return cases_for(actor) if actor.kind == "resident" else Case.objects.none()


def residents_of(actor: Actor) -> list[UUID]:
    """Herself and those for whom she may act today."""
    if actor.resident is None:
        return []
    mandates = people.principals_of(actor.resident, clock.today())
    return [actor.resident, *(mandate.principal_id for mandate in mandates)]


def tasks_for(actor: Actor) -> QuerySet[Task]:
    """The tasks that this actor may work on: those of her units; for an agency's own system, all of the agency."""
    if actor.kind == "client" and actor.agency:
        return Task.objects.filter(agency=actor.agency)
    if actor.kind == "officer" and actor.agency:
        return Task.objects.filter(agency=actor.agency, unit__in=actor.units)
    return Task.objects.none()


def works_for(actor: Actor, task: Task) -> bool:
    if actor.kind not in OFFICE or actor.agency != task.agency:
        return False
    return actor.kind == "client" or task.unit in actor.units


def leads(actor: Actor, task: Task) -> bool:
    return actor.kind == "officer" and actor.head and works_for(actor, task)


def holds(actor: Actor, task: Task) -> bool:
    """Whether the task is in this actor's hands: she took it, or leads the unit."""
    return str(task.taken_by) == actor.id or leads(actor, task)


def _tasks_of_agency(actor: Actor) -> QuerySet[Task]:
    return Task.objects.filter(case_id=OuterRef("id"), agency=actor.agency)
