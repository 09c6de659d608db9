"""Files come in, are attached, read and removed."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from onecity.common import rows
from onecity.common.actor import Actor
from onecity.common.errors import Invalid, NotFound
from onecity.files.inspection import clean_name, inspect
from onecity.files.models import Content, File
from onecity.ledger.domain import record

MOST = 20  # files of one draft, and of one case


def take_in(
    *,
    upload: "UploadedFile[bytes]",
    evidence: str,
    actor: Actor,
    accept: tuple[str, ...],
    draft: Any = None,
    case: Any = None,
) -> File:
    """Store a file of a draft or of a case. Refuses what is too large, of another kind, active, or one too many."""
    data = _read(upload)
    kind = inspect(data, accept)
    with transaction.atomic():
        file = _new_file(upload.name or "", kind, data, evidence, draft, case)
        Content.objects.bulk_create([Content(file=file, data=data)])
        record(
            actor=actor,
            action="hand-in",
            what=f"file.{evidence}"[:200],
            purpose=(draft or case).service,
            resident_id=file.resident_id,
            case_id=file.case_id,
        )
    return file


def read_file(*, file_id: UUID, actor: Actor, may_see: Callable[[File], bool]) -> tuple[File, bytes]:
    """A file with its bytes, for somebody who may see what it belongs to. The look is recorded."""
    file = File.objects.filter(id=file_id).first()
    if file is None or not may_see(file):
        raise NotFound(_("There is no such file."), code="no-such-file")
    with transaction.atomic():
        record(
            actor=actor,
            action="read",
            what="file",
            purpose=file.evidence,
            resident_id=file.resident_id,
            case_id=file.case_id,
        )
        return file, bytes(Content.objects.get(file_id=file.id).data)


def attach_to_case(draft_id: UUID, case_id: UUID) -> None:
    """The files of a draft go with its case."""
    rows.write("UPDATE files_file SET case_id = %s WHERE draft_id = %s", [case_id, draft_id])


def remove_from_draft(*, file_id: UUID, draft_id: UUID) -> None:
    """Take a file out of a draft that was not filed yet. The caller has made sure that the draft is hers."""
    File.objects.filter(id=file_id, draft_id=draft_id, case_id=None).delete()


def remove_all_of_draft(draft_id: UUID) -> None:
    """A draft that is thrown away takes its files with it. The caller has made sure that the draft is hers."""
    File.objects.filter(draft_id=draft_id, case_id=None).delete()


def _read(upload: "UploadedFile[bytes]") -> bytes:
    limit = settings.UPLOAD_LIMIT
    if (upload.size or 0) > limit:
        raise Invalid(
            _("This file is larger than %(limit)s.") % {"limit": filesizeformat(limit)},
            next_step=_("Make it smaller, or send it in parts."),
            code="file-too-large",
            status=413,
        )
    data: bytes = upload.read(limit + 1)
    if not data:
        raise Invalid(_("This file is empty."), next_step=_("Choose another file."), code="file-empty")
    return data


def _new_file(name: str, kind: str, data: bytes, evidence: str, draft: Any, case: Any) -> File:
    _check_room(draft, case)
    return File.objects.create(
        resident_id=(draft or case).resident_id,
        draft_id=draft.id if draft else None,
        case_id=case.id if case else None,
        evidence=evidence,
        name=clean_name(name, kind),
        kind=kind,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def _check_room(draft: Any, case: Any) -> None:
    there = File.objects.filter(draft_id=draft.id) if draft else File.objects.filter(case_id=case.id)
    if there[:MOST].count() >= MOST:
        raise Invalid(
            _("There are %(most)d files already.") % {"most": MOST},
            next_step=_("Remove one first, or put several pages into one PDF."),
            code="too-many-files",
        )
