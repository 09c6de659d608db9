"""Writing an application: begin, save page by page, begin again elsewhere, throw away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Page, Service
from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.common.errors import NotAllowed, NotFound, Refusal
from onecity.files import domain as files
from onecity.forms import answers as form_answers
from onecity.forms.carrying import carried
from onecity.forms.models import Draft
from onecity.forms.prefill import prefill, registers_of, sources_after
from onecity.forms.queries import checked
from onecity.people.permissions import acts_as
from onecity.registers.queries import read_registers

LOCK = f"SELECT {rows.columns(Draft)} FROM forms_draft WHERE id = %s AND account_id = %s FOR UPDATE"  # noqa: S608


class DraftSubmitted(Refusal):
    """It was filed already: what is written now would reach nobody."""

    code = "draft-submitted"

    def __init__(self) -> None:
        super().__init__(
            _("This application has been sent already."), next_step=_("You find it among your applications.")
        )


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of a saved page: what is wrong on it, and which page comes next (none: all pages are done)."""

    draft: Draft
    errors: dict[str, str] = field(default_factory=dict)
    next_page: Page | None = None


def start_draft(*, service: Service, resident_id: UUID, actor: Actor) -> Draft:
    """The draft of this service for this resident: the open one, or a new one with what the city knows filled in."""
    if actor.resident is None or not acts_as(actor.resident, resident_id, clock.today()):
        raise NotAllowed(
            _("You may not apply for this person."),
            next_step=_("Check for whom you are acting at the top of the page."),
            code="may-not-act",
        )
    return _open_draft(service.code, resident_id, actor) or _new_draft(service, resident_id, actor)


def save_page(*, draft_id: UUID, page: str, answers: Mapping[str, object], actor: Actor) -> PageResult:
    """Keep the answers of one page, also wrong ones: nothing typed is lost. Says what is wrong and what comes next."""
    with transaction.atomic():
        draft, service = _writable(draft_id, actor)
        if page not in service.pages:
            raise NotFound(_("This form has no such page."), code="no-such-page")
        _keep(draft, service, answers, page)
    errors = form_answers.check_page(service, service.pages[page], draft.answers)
    return PageResult(draft, errors, None if errors else page_after(service, page, draft.answers))


def save_answers(*, draft_id: UUID, answers: Mapping[str, object], actor: Actor) -> PageResult:
    """Keep any answers of a draft at once (the API). Says what is wrong with the whole of it."""
    with transaction.atomic():
        draft, service = _writable(draft_id, actor)
        _keep(draft, service, answers, draft.page)
    return PageResult(draft, form_answers.check(service, draft.answers))


def discard_draft(*, draft_id: UUID, actor: Actor) -> None:
    """Throw a draft away, with its files."""
    with transaction.atomic():
        draft, _service = _writable(draft_id, actor)
        files.remove_all_of_draft(draft.id)
        draft.delete()


def lock_draft(draft_id: UUID, actor: Actor) -> Draft:
    """The draft under a row lock, for filing it. Needs a transaction. It may have been filed before."""
    return checked(_locked(draft_id, actor) if actor.kind == "resident" else None, actor)


def mark_submitted(draft: Draft) -> None:
    """The draft has become a case."""
    rows.write("UPDATE forms_draft SET submitted_at = %s WHERE id = %s", [clock.now(), draft.id])


def _locked(draft_id: UUID, actor: Actor) -> Draft | None:
    found = rows.one(LOCK, [draft_id, actor.id])
    return rows.instance(Draft, found) if found else None


def page_after(service: Service, page: str, answers: Mapping[str, object]) -> Page | None:
    """The next page that asks something; none after the last."""
    codes = list(service.pages)
    later = (service.pages[code] for code in codes[codes.index(page) + 1 :])
    return next((p for p in later if form_answers.visible_on(service, p, answers)), None)


def carry_over(draft: Draft, actor: Actor) -> bool:
    """Bring a draft to the version of its service in force, with the answers that still fit. True when it moved.

    The caller tells the resident: a form that changes under her hands must say so. Costs nothing when it is up to date.
    """
    if draft.submitted_at or not _is_outdated(draft):
        return False
    with transaction.atomic():
        held, old = _writable(draft.id, actor)
        _move(held, old, catalogue.get_service(held.service), actor)
    draft.answers, draft.sources, draft.version_id, draft.page = held.answers, held.sources, held.version_id, held.page
    return True


def _is_outdated(draft: Draft) -> bool:
    """A service that is offered no more leaves its drafts as they are; filing them says so."""
    try:
        return catalogue.version_id(draft.service) != draft.version_id
    except NotFound:
        return False


def _move(draft: Draft, old: Service, new: Service, actor: Actor) -> None:
    known = read_registers(resident_id=draft.resident_id, registers=registers_of(new), purpose=new.code, actor=actor)
    draft.answers, draft.sources = carried(draft.answers, draft.sources, old=old, new=new, known=known)
    draft.version_id, draft.page = catalogue.version_id(draft.service), ""
    draft.save(update_fields=["answers", "sources", "version_id", "page"])


def _open_draft(service: str, resident_id: UUID, actor: Actor) -> Draft | None:
    return Draft.objects.filter(
        account_id=actor.id, resident_id=resident_id, service=service, submitted_at=None
    ).first()


def _new_draft(service: Service, resident_id: UUID, actor: Actor) -> Draft:
    """Two tabs that begin at once get the same draft: the database allows one open draft."""
    try:
        with transaction.atomic():
            known = read_registers(
                resident_id=resident_id, registers=registers_of(service), purpose=service.code, actor=actor
            )
            answers, sources = prefill(service, known)
            return _stored(service, resident_id, actor, answers, sources)
    except IntegrityError:
        return Draft.objects.get(account_id=actor.id, resident_id=resident_id, service=service.code, submitted_at=None)


def _stored(
    service: Service, resident_id: UUID, actor: Actor, answers: dict[str, Any], sources: dict[str, Any]
) -> Draft:
    draft = Draft(
        resident_id=resident_id,
        account_id=UUID(actor.id),
        service=service.code,
        version_id=catalogue.version_id(service.code),
        answers=answers,
        sources=sources,
        saved_at=clock.now(),
    )
    Draft.objects.bulk_create([draft])
    return draft


def _writable(draft_id: UUID, actor: Actor) -> tuple[Draft, Service]:
    draft = lock_draft(draft_id, actor)
    if draft.submitted_at:
        raise DraftSubmitted
    return draft, catalogue.get_version(draft.version_id)


def _keep(draft: Draft, service: Service, answers: Mapping[str, object], page: str) -> None:
    merged = draft.answers | form_answers.tidied(service, answers)
    form_answers.check_size(merged)
    draft.answers, draft.page, draft.saved_at = merged, page, clock.now()
    draft.sources = sources_after(draft.sources, merged)
    Draft.objects.filter(id=draft.id).update(
        answers=draft.answers, sources=draft.sources, page=draft.page, saved_at=draft.saved_at
    )
