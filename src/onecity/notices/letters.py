"""Letters to people who have no inbox here: who reported something by e-mail, or left an address with it.

Address and words are sealed until the letter is sent, and erased then: there may be a link in it that is hers alone.
Every letter says of itself that a machine wrote it, so that no other machine answers it (RFC 3834, 5).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from django.core.mail import EmailMessage, get_connection

from onecity.common import clock
from onecity.common.sealed import seal, unseal
from onecity.notices import sending
from onecity.notices.models import Letter
from onecity.notices.words import words_of

HEADERS = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}


@dataclass(frozen=True, slots=True)
class _Content:
    to: str
    subject: str
    text: str
    thread: str  # the Message-ID of the letter that it answers; empty for a new one


def new_letters(*, to: str, subject: str, text: str, thread: str = "") -> list[Letter]:
    """A letter that the caller stores with rows of her own; none in a city that sends no e-mail."""
    if not sending.is_set_up():
        return []
    content = _Content(to, " ".join(subject.split())[:200], text, thread)
    return [Letter(sealed=seal(msgspec.json.encode(content).decode()), email_at=clock.now())]


def told(
    kind: str, facts: Mapping[str, object], *, to: str, language: str, foot: str, thread: str = ""
) -> list[Letter]:
    """The words of a notice, as a letter. ``foot`` is what stands below them."""
    subject, body = words_of(kind, facts, language)
    return new_letters(to=to, subject=subject, text=f"{body}\n\n{foot}\n", thread=thread)


def send_due_letters() -> int:
    """Send what is due, one batch over one connection to the mail server; how many letters were looked at."""
    letters = sending.claim(Letter)
    connection = get_connection()
    for letter in letters:
        sending.send(letter, compose(letter), connection)
    connection.close()
    return len(letters)


def compose(letter: Letter) -> EmailMessage:
    content = msgspec.json.decode(unseal(bytes(letter.sealed or b"")), type=_Content)
    above = {"In-Reply-To": content.thread, "References": content.thread} if content.thread else {}
    return EmailMessage(content.subject, content.text, to=[content.to], headers={**HEADERS, **above})
