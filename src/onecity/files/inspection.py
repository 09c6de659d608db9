"""What is a file really? Told by its content, never by its name or by what the browser says of it."""

import struct
import unicodedata
from pathlib import PurePath

import filetype
from django.utils.translation import gettext as _

from onecity.files.pdf import check_pdf
from onecity.files.refusals import FileRefused

KINDS = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
MOST_PIXELS = 50_000_000  # of an image: more is a bomb, not a photo
NAME_LIMIT = 100  # characters
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # markers of a start of frame


def kind_of(data: bytes) -> str:
    """``pdf``, ``jpeg`` or ``png``; empty for anything else."""
    return KINDS.get(filetype.guess_mime(data[:8192]) or "", "")


def inspect(data: bytes, accept: tuple[str, ...]) -> str:
    """The kind of a file that may come in. Refuses other kinds, images of too many pixels and active PDFs."""
    kind = kind_of(data)
    if kind not in accept:
        raise FileRefused(_("This kind of file cannot be taken."), _("Send one of: %s.") % ", ".join(accept).upper())
    if kind == "pdf":
        check_pdf(data)
    elif _pixels(kind, data) > MOST_PIXELS:
        raise FileRefused(_("This picture is too large to open."), _("Make it smaller and send it again."))
    return kind


def clean_name(name: str, kind: str) -> str:
    """A name to show: no folders, no control or direction characters, with the ending of what the file is."""
    base = PurePath(name.replace("\\", "/")).name
    base = "".join(c for c in unicodedata.normalize("NFC", base) if unicodedata.category(c)[0] != "C")
    stem = base.rpartition(".")[0] or base or "file"
    return f"{stem[:NAME_LIMIT].strip() or 'file'}.{kind}"


def _pixels(kind: str, data: bytes) -> int:
    """Width times height from the header alone. Refuses an image whose header cannot be read or says nothing."""
    try:
        width, height = _png_size(data) if kind == "png" else _jpeg_size(data)
    except (struct.error, ValueError):
        width = height = 0
    if not width * height:
        raise FileRefused(_("This picture is damaged."), _("Take or save it again."))
    return width * height


def _png_size(data: bytes) -> tuple[int, int]:
    """PNG (W3C, 11.2.1): IHDR is the first chunk."""
    if data[12:16] != b"IHDR":
        raise ValueError
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """JPEG (ITU T.81, B.1.1.2 and B.2.2): walk the segments to the start of frame. 0xFF may fill before a marker."""
    place = 2
    while data[place : place + 1] == b"\xff":
        marker, length = struct.unpack(">BH", data[place + 1 : place + 4])
        if marker == 0xFF:
            place += 1
        elif marker in FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        else:
            place += 2 + length
    raise ValueError
