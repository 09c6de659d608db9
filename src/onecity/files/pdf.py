"""A PDF that can do something by itself is refused: officers open it. Names are looked for; nothing is interpreted."""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from onecity.files.refusals import FileRefused

# Long names only: a short one such as /JS stands by chance in every other scan of some megabytes. An action that runs
# JavaScript cannot do without /JavaScript or /Rendition (ISO 32000-1, 12.6.4).
ACTIVE = re.compile(
    rb"/(JavaScript|Rendition|Launch|EmbeddedFiles?|RichMedia|GoToE|ImportData|SubmitForm|XFA\s*[\[\d])(?![A-Za-z])"
)
LOCKED = re.compile(rb"/Encrypt\s*(\d|<<)")
SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")  # 7.3.5: any character of a name may be written so
PACKED = b"/ObjStm"
BEGIN = re.compile(rb"stream\r?\n")
MOST_PACKED = 2_000  # streams of objects, of
LONGEST_PACKED = 1_000_000  # bytes each, and
MOST_UNPACKED = 30_000_000  # bytes in all of them: more is a bomb, or no paper that a resident would hand in


def check_pdf(data: bytes) -> None:
    """Refuses what is cut off, locked by a password, active, or larger inside than can be looked through."""
    if b"%%EOF" not in data[-2048:]:
        raise FileRefused(_("This PDF is not complete."), _("Save it again and send the new file."))
    if LOCKED.search(data):
        raise FileRefused(_("This PDF is locked by a password."), _("Save it without one, and send it again."))
    plain = _plain_names(data)
    if ACTIVE.search(plain) or plain.count(PACKED) != data.count(PACKED):
        raise _active()
    if any(ACTIVE.search(_plain_names(part)) for part in _unpacked(data)):
        raise _active()


def _active() -> FileRefused:
    return FileRefused(
        _("This PDF contains a program or another file."), _("Print it to a new PDF, and send that one.")
    )


def _plain_names(data: bytes) -> bytes:
    return SPELLED.sub(lambda found: bytes([int(found[1], 16)]), data) if b"#" in data else data


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What stands in streams of objects (7.5.7), where no name is readable as it is."""
    left = MOST_UNPACKED
    places = [found.end() for found in re.finditer(PACKED, data)]
    for place in places[: MOST_PACKED + 1]:
        begin = BEGIN.search(data, place, place + 500)
        part = _inflated(data[begin.end() : begin.end() + LONGEST_PACKED], left) if begin else b""
        left -= len(part)
        yield part
    if left <= 0 or len(places) > MOST_PACKED:
        raise FileRefused(_("This PDF is too large to look through."), _("Print it to a new PDF, and send that one."))


def _inflated(data: bytes, most: int) -> bytes:
    """Packed with Flate, as everybody packs them; what is packed otherwise is passed over."""
    try:
        return zlib.decompressobj().decompress(data, most) if most > 0 else b""
    except zlib.error:
        return b""
