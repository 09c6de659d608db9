"""Reports by e-mail: each letter is stored raw before it is acknowledged to the mail server, and read afterwards.

A letter is taken in by one transaction: the report, the letter that says so to its sender, and what became of the raw
one. What a machine wrote is kept and not answered. Nothing of it is public: its sender was never asked.
"""

import logging
from datetime import timedelta
from email.utils import parseaddr
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onecity.common import clock, rows
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, Refusal
from onecity.common.outages import UNAVAILABLE
from onecity.contact.domain.intake import receive
from onecity.contact.domain.linking import add_words
from onecity.contact.domain.telling import language_of_words
from onecity.contact.incoming import Incoming, headers_of, key_of, read_letter
from onecity.contact.mailbox import Mailbox, mailbox_of
from onecity.contact.models import ContactRequest, Inbound
from onecity.contact.pictures import MOST, new_picture
from onecity.contact.refusals import PictureRefused
from onecity.contact.reporter import email_mark
from onecity.contact.understanding.language import language_of
from onecity.identity import limits
from onecity.notices.letters import new_letters

logger = logging.getLogger(__name__)
CHANNEL = "email"
BATCH = 50  # letters
MOST_TRIES = 5
PER_SENDER, WITHIN = 20, timedelta(hours=1)
LONGEST_ADDED = 1900  # characters that can be added to a report
KEPT = timedelta(days=90)  # the raw letter, after it was read
NOBODY = UUID(int=0)


class TooMany(Refusal):
    code = "too-many-letters"
    status = 429


def store(raw: bytes) -> Inbound:
    """Store a letter as it came; it is safe when this returns. The same letter twice is stored once."""
    return _store(key_of(raw), Inbound(channel=CHANNEL, raw=raw, facts={"size": len(raw)}))


def store_too_large(headers: bytes, size: int) -> Inbound:
    """Of a letter that is too large to be taken, its headers; its sender is told."""
    key = sha256(b"too large\n" + headers.strip()).hexdigest()
    return _store(key, Inbound(channel=CHANNEL, raw=headers, facts={"size": size, "too_large": True}))


def take_in_waiting() -> int:
    """Read the letters that wait; how many were looked at. One that cannot be read holds up no other."""
    waiting = Inbound.objects.filter(channel=CHANNEL, state=Inbound.WAITING).order_by("id")
    ids = list(waiting.values_list("id", flat=True)[:BATCH])
    for inbound_id in ids:
        take_in(inbound_id)
    return len(ids)


def take_in(inbound_id: UUID) -> None:
    """Make a report of a letter, or say why not; nothing when another process has it, or it was done before."""
    try:
        with transaction.atomic():
            waiting = Inbound.objects.filter(id=inbound_id, state=Inbound.WAITING)
            inbound = waiting.select_for_update(skip_locked=True).first()
            if inbound:
                _read(inbound)
    except UNAVAILABLE:
        raise
    except Exception:
        logger.exception("letter %s was not taken in", inbound_id)
        _try_again(inbound_id)


def try_refused_again() -> int:
    """Have letters read again that failed by a mistake of ours; how many."""
    failed = Inbound.objects.filter(channel=CHANNEL, state=Inbound.REFUSED, why=OUR_FAULT)
    return failed.update(state=Inbound.WAITING, tries=0, why="")


def forget_raw() -> int:
    """Erase what was read long ago; that it came is still known, so that it is not taken in again."""
    read = Inbound.objects.filter(channel=CHANNEL, at__lt=clock.now() - KEPT).exclude(state=Inbound.WAITING)
    return read.exclude(raw=b"").update(raw=b"")


OUR_FAULT = "our fault"


def _store(key: str, inbound: Inbound) -> Inbound:
    inbound.key = key
    Inbound.objects.bulk_create([inbound], ignore_conflicts=True)
    return Inbound.objects.get(channel=CHANNEL, key=key)


def _read(inbound: Inbound) -> None:
    raw = bytes(inbound.raw)
    try:
        letter = (
            headers_of(raw, own_addresses()) if inbound.facts.get("too_large") else read_letter(raw, own_addresses())
        )
    except Invalid as refusal:
        _settle(inbound, Inbound.REFUSED, why=refusal.message)
        return
    if letter.robot:
        _settle(inbound, Inbound.REFUSED, why=letter.robot)
        return
    with override(language_of_words(language_of(letter.words))):
        _take(inbound, letter)


def _take(inbound: Inbound, letter: Incoming) -> None:
    try:
        _check(inbound, letter)
        with transaction.atomic():
            request = _reported(letter, inbound.key)
    except Refusal as refusal:
        _refuse(inbound, letter, refusal)
    else:
        _settle(inbound, Inbound.TAKEN_IN, request_id=request.id)


def _check(inbound: Inbound, letter: Incoming) -> None:
    if inbound.facts.get("too_large"):
        raise Invalid(_("Your e-mail is too large."), next_step=_("Send it again with fewer or smaller pictures."))
    if letter.sender and not limits.allow(what="contact-mail", who=letter.sender, times=PER_SENDER, within=WITHIN):
        raise TooMany(
            _("There were too many e-mails from you in a short time."), next_step=_("Wait a while, or call us.")
        )


def _reported(letter: Incoming, key: str) -> ContactRequest:
    """Something more to the sender's own open report that the subject names; else a new one."""
    photos, left_out = usable_photos(letter)
    if request := _named(letter):
        actor = Actor(kind="reporter", id=str(request.id))
        add_words(request_id=request.id, text=letter.words[:LONGEST_ADDED], actor=actor)
        for photo in photos:
            new_picture(photo, request_id=request.id).save(force_insert=True)
    else:
        words = letter.words or (_("A picture without words.") if photos else "")
        request = receive(
            channel=CHANNEL, words=words, actor=Actor(kind="reporter"), name=letter.name,
            email=letter.sender if letter.wants_answer else "", pictures=photos, key=key, private=True,
            thread=letter.message_id,
        ).request  # fmt: skip
    if left_out:
        _tell_left_out(letter, request)
    return request


def _named(letter: Incoming) -> ContactRequest | None:
    """An address in a letter proves little, but together with the number of a report it is enough to add words."""
    if not (letter.number and letter.sender and letter.words):
        return None
    mine = ContactRequest.objects.filter(number=letter.number, email_mark=email_mark(letter.sender), ended_at=None)
    return mine.first()


def usable_photos(letter: Incoming) -> tuple[list[bytes], int]:
    """The pictures that can be taken, and how many files cannot."""
    usable = [data for data in letter.files if _is_photo(data)][:MOST]
    return usable, len(letter.files) - len(usable)


def _is_photo(data: bytes) -> bool:
    try:
        new_picture(data, request_id=NOBODY)
    except PictureRefused:
        return False
    return True


def _tell_left_out(letter: Incoming, request: ContactRequest) -> None:
    text = _("What you wrote was taken in. At most %(most)d photos, as JPEG or PNG, can be taken with it.")
    subject = _("Some attachments of %(number)s were left out")
    _write(letter, subject % {"number": request.number}, text % {"most": MOST})


def _refuse(inbound: Inbound, letter: Incoming, refusal: Refusal) -> None:
    """Keep it, and tell its sender why; of a burst, once."""
    _settle(inbound, Inbound.REFUSED, why=refusal.message)
    once = limits.allow(what="contact-mail-told", who=letter.sender, times=1, within=WITHIN)
    if isinstance(refusal, TooMany) and not once:
        return
    _write(letter, _("Your e-mail could not be taken in"), f"{refusal.message}\n{refusal.next_step}".strip())


def _write(letter: Incoming, subject: str, text: str) -> None:
    if letter.sender and letter.wants_answer:
        rows.store(*new_letters(to=letter.sender, subject=subject, text=f"{text}\n", thread=letter.message_id))


def _settle(inbound: Inbound, state: str, *, why: str = "", request_id: UUID | None = None) -> None:
    inbound.state, inbound.why, inbound.request_id = state, why, request_id
    inbound.save(update_fields=["state", "why", "request_id"])


def _try_again(inbound_id: UUID) -> None:
    """A few times; then it stays for somebody to look at, with everything that was in it."""
    inbound = Inbound.objects.get(id=inbound_id)
    inbound.tries += 1
    if inbound.tries >= MOST_TRIES:
        inbound.state, inbound.why = Inbound.REFUSED, OUR_FAULT
    inbound.save(update_fields=["tries", "state", "why"])


def own_addresses() -> frozenset[str]:
    """The addresses from which the city itself writes: what comes from them goes round in a circle."""
    mailbox: Mailbox | None = mailbox_of(settings.MAILBOX)
    own = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1], mailbox.user if mailbox else "")
    return frozenset(address.lower() for address in own if address)
