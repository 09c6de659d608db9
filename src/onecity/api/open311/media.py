"""Pictures that come with a request, and public pictures that anybody may see."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from onecity.api.open311.plain import wrong
from onecity.common.errors import Invalid, NotFound
from onecity.contact.pictures import LARGEST, MOST
from onecity.contact.queries.published import public_picture
from onecity.files.inspection import inspect

NAMES = ("media", "media[]", "uploads")  # in use: Helsinki and Bloomington, and FixMyStreet
ACCEPT = ("jpeg", "png")
CONTENT_TYPES = {"jpeg": "image/jpeg", "png": "image/png"}
KEPT = int(timedelta(days=1).total_seconds())
ROOM = 1_000_000  # bytes of a body besides its pictures


def check_length(request: HttpRequest) -> None:
    """Refuses a body that is larger than the pictures that may be in it, before a byte of it is read."""
    most = MOST * LARGEST + ROOM
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        words = _("The request is larger than %(limit)s.") % {"limit": filesizeformat(most)}
        raise Invalid(words, next_step=_("Send smaller pictures, or fewer."))


def read_pictures(files: "MultiValueDict[str, UploadedFile[bytes]]") -> list[bytes]:
    """The pictures of a request, told by their content. Refuses other files, and what is too large or too many."""
    if strange := sorted(files.keys() - set(NAMES)):
        raise wrong(strange[0], _("Send files as media."))
    uploads = [upload for name in NAMES for upload in files.getlist(name)]
    if len(uploads) > MOST:
        raise wrong("media", _("At most %(most)d pictures can be taken.") % {"most": MOST})
    return [_read(upload) for upload in uploads]


def show(picture: str) -> HttpResponse:
    """A public picture of a public request. All others are not there."""
    found = public_picture(UUID(picture))
    if found is None:
        raise NotFound(_("There is no such picture."))
    kind, data = found
    answer = HttpResponse(data, content_type=CONTENT_TYPES[kind])
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _read(upload: "UploadedFile[bytes]") -> bytes:
    if (upload.size or 0) > LARGEST:
        raise wrong("media", _("This picture is larger than %(limit)s.") % {"limit": filesizeformat(LARGEST)})
    data: bytes = upload.read(LARGEST + 1)
    try:
        inspect(data, ACCEPT)
    except Invalid as refusal:
        raise wrong("media", f"{refusal.message} {refusal.next_step}") from None
    return data
