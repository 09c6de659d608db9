"""Photos: checked by content, made smaller, and without what the camera wrote into them (place, owner, time)."""

import hashlib
import io
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from onecity.contact.models import Picture
from onecity.contact.refusals import PictureRefused
from onecity.files.inspection import inspect
from onecity.files.refusals import FileRefused

MOST = 5  # photos of one request
LARGEST = 10 * 1024 * 1024  # bytes, as it arrives
WIDEST = 1600  # pixels of the longer side, as it is kept


def new_picture(data: bytes, *, request_id: UUID, order_id: UUID | None = None) -> Picture:
    """A picture that is not stored yet. Refuses what is no photo, too large or damaged."""
    if len(data) > LARGEST:
        raise PictureRefused(_("This photo is larger than 10 MB."))
    try:
        inspect(data, ("jpeg", "png"))
        kept = _drawn_anew(data)
    except FileRefused as refusal:
        raise PictureRefused(refusal.message) from None
    except (OSError, ValueError, SyntaxError):
        raise PictureRefused(_("This photo is damaged.")) from None
    digest = hashlib.sha256(kept).hexdigest()
    return Picture(request_id=request_id, order_id=order_id, kind="jpeg", sha256=digest, size=len(kept), data=kept)


def new_pictures(photos: Sequence[bytes], *, request_id: UUID) -> list[Picture]:
    if len(photos) > MOST:
        raise PictureRefused(_("At most %(count)s photos.") % {"count": MOST})
    return [new_picture(data, request_id=request_id) for data in photos]


def _drawn_anew(data: bytes) -> bytes:
    """The pixels alone, upright: whatever else the file carried is gone."""
    with Image.open(io.BytesIO(data)) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
        upright.thumbnail((WIDEST, WIDEST))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=85)
        return out.getvalue()
