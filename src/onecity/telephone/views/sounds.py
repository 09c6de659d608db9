"""Sound that is asked for by a browser: voicemails for operators, the city's own sentences for the provider."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from onecity.contact.queries.calls import recording
from onecity.identity.roles import actor, operator_required
from onecity.telephone import prompts

KINDS = {b"RIFF": "audio/wav", b"ID3\x03": "audio/mpeg", b"ID3\x04": "audio/mpeg", b"OggS": "audio/ogg"}
PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}


@require_safe
@operator_required
def play(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """The whole of a voicemail; it is short enough."""
    sound = recording(recording_id, actor(request))
    return HttpResponse(sound, content_type=kind_of(sound), headers=PRIVATE)


@require_safe
def prompt(request: HttpRequest, language: str, code: str) -> HttpResponse:  # noqa: ARG001
    path = prompts.recorded(code, language)
    if path is None:
        raise Http404
    return HttpResponse(path.read_bytes(), content_type="audio/wav", headers={"X-Content-Type-Options": "nosniff"})


def kind_of(sound: bytes) -> str:
    """By its first bytes, never by what a sender called it."""
    if sound[:2] in (b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"):
        return "audio/mpeg"
    return KINDS.get(sound[:4], "application/octet-stream")
