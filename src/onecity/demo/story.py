"""What the demonstration's resident has done already, through the same doors as everybody."""

from uuid import UUID

from django.db import transaction

from onecity.applications import domain as applications
from onecity.applications.models import Task
from onecity.catalogue import queries as catalogue
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.demo import personas
from onecity.demo.chunks import resident_id
from onecity.forms import domain as forms
from onecity.identity.demo import create_demo_accounts
from onecity.identity.models import Account
from onecity.identity.queries import officer_actors, resident_actor
from onecity.people.queries import get_resident

OFFICER = "officer@huating.example"


def open_accounts() -> None:
    """The demonstration's sign-ins, and what its resident has done already; once, and all of it or nothing."""
    with transaction.atomic():
        resident = get_resident(UUID(resident_id(personas.CHUNK, personas.family(clock.today())[0])))
        made = create_demo_accounts(resident_id=resident.id, resident_name=resident.name)
        accounts = {account.email: account for account in made}
        if personas.EMAIL in accounts and OFFICER in accounts:
            tell(resident=accounts[personas.EMAIL], officer=accounts[OFFICER])


def tell(*, resident: Account, officer: Account) -> None:
    """A certificate she holds, an application under way, and one that she has only begun."""
    actor = resident_actor(resident)
    if actor is None:
        return
    case_id = _apply(actor, {"purpose": "housing", "phone": "13900000000"})
    _decide(case_id, officer_actors(officer)[0])
    _apply(actor, {"purpose": "school", "phone": "13900000000"})
    _begin(actor, "driving-licence.renew")


def _begin(actor: Actor, service: str) -> UUID:
    assert actor.resident  # noqa: S101  a resident's actor
    return forms.start_draft(service=catalogue.get_service(service), resident_id=actor.resident, actor=actor).id


def _apply(actor: Actor, answers: dict[str, object]) -> UUID:
    draft_id = _begin(actor, "residence-certificate.apply")
    forms.save_answers(draft_id=draft_id, answers=answers, actor=actor)
    case = applications.submit_application(draft_id=draft_id, actor=actor)
    applications.advance_case(case.id)
    return case.id


def _decide(case_id: UUID, officer: Actor) -> None:
    for task in Task.objects.filter(case_id=case_id, state=Task.READY, automatic=False):
        applications.take_task(task_id=task.id, actor=officer)
        applications.decide_task(
            task_id=task.id, outcome="pass", reason="Everything agrees with the register.", actor=officer
        )
