"""Drafts as their writer finds them again, on any device."""

from uuid import UUID

from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import NotFound
from onecity.forms.models import Draft
from onecity.people.permissions import acts_as

PAGE = 50


class NoSuchDraft(NotFound):
    """There is none, it is another's, or the mandate under which it was begun has ended: they look alike."""

    code = "no-such-draft"

    def __init__(self) -> None:
        super().__init__(_("There is no such draft."), next_step=_("Look at the list of your drafts."))


def drafts_of(account_id: UUID, resident_id: UUID | None = None) -> list[Draft]:
    """The open drafts that an account is writing, the last saved first; of one resident if named."""
    drafts = Draft.objects.filter(account_id=account_id, submitted_at=None).order_by("-saved_at")
    return list((drafts.filter(resident_id=resident_id) if resident_id else drafts)[:PAGE])


def get_draft(draft_id: UUID, actor: Actor) -> Draft:
    """A draft of this actor. NotFound when it is not hers, or she may no longer act for whom it concerns."""
    mine = actor.kind == "resident"
    return checked(Draft.objects.filter(id=draft_id, account_id=actor.id).first() if mine else None, actor)


def checked(draft: Draft | None, actor: Actor) -> Draft:
    """A draft of this actor's account, if she may still act for whom it concerns."""
    if draft is None or actor.resident is None:
        raise NoSuchDraft
    if not acts_as(actor.resident, draft.resident_id, clock.today()):
        raise NoSuchDraft
    return draft
