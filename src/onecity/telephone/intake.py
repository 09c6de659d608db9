"""Stored recordings become contact requests. Nothing is dropped: what does not succeed now is tried again."""

import logging

from onecity.common.errors import Refusal
from onecity.contact.domain import voicemails
from onecity.contact.models import Inbound
from onecity.telephone.fetching import SECONDS, NotFetched, fetch
from onecity.telephone.hearing import heard_in

FEW = 20
log = logging.getLogger(__name__)


def fetch_recording(stored: Inbound, seconds: float = SECONDS) -> None:
    """Bring the sound of a recording that lies at the provider. Raises ``NotFetched``, which is noted with it."""
    if stored.raw:
        return
    try:
        stored.raw = fetch(str(stored.facts.get("url", "")), seconds)
    except NotFetched as refusal:
        _note(stored, refusal)
        raise
    stored.why = ""
    stored.save(update_fields=["raw", "why"])


def take_in_some() -> int:
    """Recordings that wait, the oldest first; how many became requests."""
    waiting = Inbound.objects.filter(state=Inbound.WAITING, channel=voicemails.CHANNEL).order_by("tries", "id")[:FEW]
    return sum(take_in(stored) for stored in waiting)


def take_in(stored: Inbound) -> bool:
    """One stored recording: fetched if need be, heard if something hears, made a request. Whether it became one now."""
    try:
        fetch_recording(stored)
    except NotFetched:
        return False
    try:
        heard = heard_in(bytes(stored.raw), str(stored.facts.get("language", "")))
        return voicemails.take_in(stored.id, heard.words.strip(), heard.sureness) is not None
    except Refusal as refusal:  # of this one: the others are taken in all the same
        _note(stored, refusal)
        return False


def _note(stored: Inbound, refusal: Refusal) -> None:
    """Tried in vain. After many times a person has to look; the recording stays."""
    stored.tries, stored.why = min(stored.tries + 1, voicemails.TRIES), refusal.message
    if stored.tries >= voicemails.TRIES:
        stored.state = Inbound.REFUSED
        log.error("A voicemail could not be taken in (Inbound %s): %s", stored.id, refusal.code)
    stored.save(update_fields=["tries", "why", "state"])
