"""An e-mail, read: who sent it, what she says without the history below it, her pictures. Nothing in it is trusted.

Who a letter is from is only what it says of itself; nobody becomes a known resident by it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from onecity.common.errors import Invalid
from onecity.common.ids import read_number
from onecity.common.typed import clean
from onecity.contact.quoting import own_words
from onecity.contact.without_markup import without_markup

LARGEST = 25_000_000  # bytes of one letter
MOST_PARTS = 200
LONGEST = 3800  # characters of words; the rest stays in the letter as it was stored
LONGEST_ADDRESS = 200  # characters
LONGEST_TEXT = 500_000  # characters of one part that are looked at
NUMBER = re.compile(r"\b[A-Z]{1,8}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
ROBOTS = ("mailer-daemon@", "postmaster@", "bounce@", "bounces@")
ROBOT_HEADERS = ("List-Id", "X-Autoreply", "X-Autorespond", "X-Loop")
UNANSWERED = ("no-reply@", "noreply@", "donotreply@")
UNANSWERED_HEADERS = ("X-Auto-Response-Suppress", "List-Unsubscribe")


class Unreadable(Invalid):
    """It is no letter that anybody could read."""

    code = "unreadable-letter"


@dataclass(frozen=True, slots=True)
class Incoming:
    """``robot`` says why nobody wrote it (empty: somebody did); ``wants_answer``: nothing forbids to answer it."""

    sender: str
    name: str
    words: str
    number: str
    files: tuple[bytes, ...]
    robot: str
    wants_answer: bool
    message_id: str


def key_of(raw: bytes) -> str:
    """By what a letter is known again: its Message-ID and its body, so that neither is lost to a careless sender."""
    headers, _gap, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    message = message_from_bytes(headers + b"\n\n", policy=policy.compat32)
    name = header(message, "Message-ID") or f"{header(message, 'From')} {header(message, 'Date')}"
    return sha256(name.encode() + b"\n" + body.strip()).hexdigest()


def read_letter(raw: bytes, own: Collection[str]) -> Incoming:
    """A letter from its bytes. Refuses what is nested past reading."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        parts = list(_leaves(message))
        words, files = _words(message, parts), tuple(_files(parts))
    except (RecursionError, MessageError) as error:
        raise Unreadable(_("This e-mail cannot be read."), next_step=_("Write it as plain text.")) from error
    return _incoming(message, words, files, own)


def headers_of(raw: bytes, own: Collection[str]) -> Incoming:
    """What the headers of a letter say, when nothing more of it was taken."""
    message = message_from_bytes(raw, policy=policy.compat32)
    return _incoming(message, _subject(message), (), own)


def header(message: "Message[str, str]", name: str) -> str:
    """A header as people read it, on one line; as it stands where its encoding is broken."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(value)))
    except (LookupError, ValueError, MessageError):
        text = str(value)
    return clean(text)[:1000]


def sender_of(message: "Message[str, str]") -> tuple[str, str]:
    """Name and address of the sender; no address when it is none that could be written to."""
    shown, address = parseaddr(str(message.get("From") or ""))
    try:
        validate_email(address if len(address) <= LONGEST_ADDRESS else "")
    except ValidationError:
        return "", ""
    try:
        shown = str(make_header(decode_header(shown)))
    except (LookupError, ValueError, MessageError):
        shown = ""
    return clean(shown)[:120], address.lower()


def robot(message: "Message[str, str]", sender: str, own: Collection[str]) -> str:
    """Why nobody wrote this: RFC 3834 (answering letters automatically), RFC 3464 (bounces)."""
    automatic = header(message, "Auto-Submitted").lower()
    if message.get_content_type() == "multipart/report" or header(message, "Return-Path") == "<>":
        return "bounce"
    if (automatic and not automatic.startswith("no")) or any(name in message for name in ROBOT_HEADERS):
        return "automatic"
    if header(message, "Precedence").lower() in ("bulk", "junk", "list", "auto_reply"):
        return "automatic"
    if sender in own:
        return "ourselves"
    return "automatic" if sender.startswith(ROBOTS) else ""


def _incoming(message: "Message[str, str]", words: str, files: tuple[bytes, ...], own: Collection[str]) -> Incoming:
    name, sender = sender_of(message)
    return Incoming(
        sender=sender, name=name, words=words, number=_number(message), files=files,
        robot=robot(message, sender, own), wants_answer=bool(sender) and _may_be_answered(message, sender),
        message_id=header(message, "Message-ID")[:300],
    )  # fmt: skip


def _may_be_answered(message: "Message[str, str]", sender: str) -> bool:
    return not sender.startswith(UNANSWERED) and not any(name in message for name in UNANSWERED_HEADERS)


def _leaves(message: "Message[str, str]") -> Iterator["Message[str, str]"]:
    """The parts that hold something, at most so many. A letter inside the letter is looked through as well."""
    for count, part in enumerate(message.walk()):
        if count >= MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _words(message: "Message[str, str]", parts: list["Message[str, str]"]) -> str:
    """The subject, and below it what she wrote herself: plain text if there is any, else HTML made plain."""
    texts = [part for part in parts if part.get_content_maintype() == "text" and not part.get_filename()]
    plain = [_text(part) for part in texts if part.get_content_subtype() != "html"]
    marked = [without_markup(_text(part)) for part in texts if part.get_content_subtype() == "html"]
    body = next((text for text in (*plain, *marked) if text.strip()), "")
    said = "\n\n".join(filter(None, [_subject(message), own_words(clean(body, lines=True))]))
    return said if len(said) <= LONGEST else f"{said[:LONGEST].rstrip()} […]"


def _subject(message: "Message[str, str]") -> str:
    return re.sub(
        r"^(?:(?:re|aw|fwd?|wg|回复|答复|转发)\s*[:：]\s*)+", "", header(message, "Subject"), flags=re.IGNORECASE
    )[:200]


def _text(part: "Message[str, str]") -> str:
    """The text of a part in whatever characters it says it is, or in those that fit."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "gb18030"):
        try:
            return data.decode(charset)[:LONGEST_TEXT]
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")[:LONGEST_TEXT]


def _files(parts: list["Message[str, str]"]) -> Iterator[bytes]:
    """What came with the words: everything that is no text of the letter itself."""
    for part in parts:
        if part.get_content_maintype() == "text" and not part.get_filename():
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data:
            yield data


def _number(message: "Message[str, str]") -> str:
    """The number of an earlier report, if the subject names one."""
    found = NUMBER.search(header(message, "Subject").upper())
    return (read_number(found[0]) or "") if found else ""
