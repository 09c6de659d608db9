"""What is a file really? Told by its content, never by its name or by what the browser says of it."""

import re
import struct
import unicodedata
from pathlib import PurePath

import filetype
from django.utils.translation import gettext as _

from onecity.common.errors import Invalid

KINDS = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
MOST_PIXELS = 50_000_000  # of an image: more is a bomb, not a photo
NAME_LIMIT = 100  # characters
_ACTIVE = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA|OpenAction\s*<<[^>]*/JS)\b")


def kind_of(data: bytes) -> str:
    """``pdf``, ``jpeg`` or ``png``; empty for anything else."""
    return KINDS.get(filetype.guess_mime(data[:8192]) or "", "")


def inspect(data: bytes, accept: tuple[str, ...]) -> str:
    """The kind of a file that may come in. Refuses other kinds, images of too many pixels and active PDFs."""
    kind = kind_of(data)
    if kind not in accept:
        raise _refused(_("This kind of file cannot be taken."), _("Send one of: %s.") % ", ".join(accept).upper())
    if kind == "pdf":
        _check_pdf(data)
    elif _pixels(kind, data) > MOST_PIXELS:
        raise _refused(_("This picture is too large to open."), _("Make it smaller and send it again."))
    return kind


def clean_name(name: str, kind: str) -> str:
    """A name to show: no folders, no control or direction characters, with the ending of what the file is."""
    base = PurePath(name.replace("\\", "/")).name
    base = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C")
    stem = base.rpartition(".")[0] or base or "file"
    return f"{stem[:NAME_LIMIT].strip() or 'file'}.{kind}"


def _check_pdf(data: bytes) -> None:
    """A PDF that can do something by itself is refused: officers open it."""
    if b"%%EOF" not in data[-2048:]:
        raise _refused(_("This PDF is not complete."), _("Save it again and send the new file."))
    if _ACTIVE.search(data):
        raise _refused(
            _("This PDF contains a program or another file."), _("Print it to a new PDF, and send that one.")
        )


def _pixels(kind: str, data: bytes) -> int:
    """Width times height from the header alone; an image without a readable header counts as too large."""
    try:
        width, height = _png_size(data) if kind == "png" else _jpeg_size(data)
    except (struct.error, ValueError):
        raise _refused(_("This picture is damaged."), _("Take or save it again.")) from None
    return width * height


def _png_size(data: bytes) -> tuple[int, int]:
    """PNG (W3C, 11.2.1): IHDR is the first chunk."""
    if data[12:16] != b"IHDR":
        raise ValueError
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """JPEG (ITU T.81, B.2.2): walk the segments to the start of frame."""
    place = 2
    while data[place] == 0xFF if place < len(data) else False:
        marker, length = data[place + 1], struct.unpack(">H", data[place + 2 : place + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise ValueError


def _refused(message: str, next_step: str) -> Invalid:
    return Invalid(message, next_step=next_step, code="file-refused", status=415)
