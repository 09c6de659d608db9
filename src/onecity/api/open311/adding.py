"""A program adds words to a request that it filed itself, as FixMyStreet sends its users' updates on."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onecity.api.open311 import posting
from onecity.api.open311.door import check_jurisdiction
from onecity.api.open311.filters import Reading
from onecity.api.open311.plain import plain, wrong
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotFound
from onecity.common.ids import read_number
from onecity.contact.domain import add_words
from onecity.contact.models import ContactEvent, ContactRequest

LONGEST = 2000  # characters that can be added at a time


def add_update(request: HttpRequest) -> dict[str, str]:
    """The words of an update are added to the request, for its agency to read; the id under which they are kept.

    A ``status`` is not taken from a program: whether it is solved, the reporter says on her own page.
    """
    actor = posting.sender(request)
    posting.check_characters(request.POST)
    check_jurisdiction(request.POST)
    sent = Reading(request.POST)
    found = _filed_by(actor, sent.text("service_request_id"))
    words = plain("description", sent.text("description"), LONGEST)
    if not words:
        raise wrong("description", _("Write what there is to add."))
    add_words(request_id=found.id, text=words, actor=Actor(kind="reporter", id=str(found.id)))
    return {"update_id": str(_newest(found.id))}


def _filed_by(actor: Actor, number: str) -> ContactRequest:
    """A request that this key's holder filed; of anybody else's it is not even said that there is one."""
    if not number:
        raise Invalid(_("The service_request_id is missing."), next_step=_("Check the number."))
    mine = ContactRequest.objects.filter(channel="open311", account_id=UUID(actor.id))
    found = mine.filter(number=read_number(number) or "").first()
    if found is None:
        raise NotFound(_("This service_request_id is not found."), next_step=_("Check the number."))
    return found


def _newest(request_id: UUID) -> UUID:
    return ContactEvent.objects.filter(request_id=request_id, kind="added").latest("id").id
