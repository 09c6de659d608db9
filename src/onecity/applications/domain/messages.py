"""Messages between the resident and the officers of a case, with files."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from onecity.applications import casework, permissions
from onecity.applications.casework import Casework
from onecity.applications.models import Message
from onecity.applications.refusals import TextMissing
from onecity.applications.texts import MESSAGE, checked
from onecity.common.actor import Actor
from onecity.files import domain as files
from onecity.files.models import File

if TYPE_CHECKING:
    Upload = UploadedFile[bytes]
else:
    Upload = UploadedFile
ACCEPT = ("pdf", "jpeg", "png")


def write_message(*, case_id: UUID, text: str, actor: Actor, upload: Upload | None = None) -> Message:
    """From the resident to the officers, or back. The other side sees it as new."""
    text = checked_text(text)
    with transaction.atomic():
        work = casework.take_up(permissions.cases_for(actor).filter(id=case_id), actor)
        message = new_message(work, text)
        stored = take_in_files(work, [upload] if upload else [])
        work.happened("message", message=str(message.id), files=len(stored))
        _announce(work, message)
        casework.put_down(work)
    return message


def checked_text(text: str) -> str:
    return checked(text, field="text", limit=MESSAGE, missing=TextMissing)


def new_message(work: Casework, text: str, *, asks_more: bool = False, task_id: UUID | None = None) -> Message:
    case, actor = work.case, work.actor
    return Message.objects.create(
        case_id=case.id, resident_id=case.resident_id, from_resident=actor.kind == "resident", author_id=actor.id,
        author_name=actor.name, agency=actor.agency, text=text, asks_more=asks_more, task_id=task_id,
    )  # fmt: skip


def take_in_files(work: Casework, uploads: Sequence[Upload]) -> list[File]:
    return [
        files.take_in(upload=upload, evidence="message", case=work.case, actor=work.actor, accept=ACCEPT)
        for upload in uploads
    ]


def _announce(work: Casework, message: Message) -> None:
    """An officer's message is told to the resident; hers marks the open tasks as changed."""
    if not message.from_resident:
        casework.tell(work, "message")
        return
    for task in work.open_tasks:
        work.touch(task)
