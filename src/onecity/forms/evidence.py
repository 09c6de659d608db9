"""The documents of a draft: what its service asks for, and what was handed in."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from onecity import rules
from onecity.catalogue import queries as catalogue
from onecity.catalogue.definition import Evidence, Service
from onecity.common import clock
from onecity.common.actor import Actor
from onecity.common.errors import NotFound
from onecity.files import domain as files
from onecity.files.models import File
from onecity.forms.domain import DraftSubmitted, lock_draft
from onecity.forms.models import Draft


def add_evidence(*, draft_id: UUID, evidence: str, upload: "UploadedFile[bytes]", actor: Actor) -> File:
    """Take in a document that the draft's service asks for. Refuses another kind, and one after the filing."""
    with transaction.atomic():
        draft = lock_draft(draft_id, actor)
        if draft.submitted_at:
            raise DraftSubmitted
        asked = catalogue.get_version(draft.version_id).evidence.get(evidence)
        if asked is None:
            raise NotFound(_("This service does not ask for this document."), code="no-such-evidence")
        return files.take_in(upload=upload, evidence=evidence, draft=draft, actor=actor, accept=asked.accept)


def remove_evidence(*, draft_id: UUID, file_id: UUID, actor: Actor) -> None:
    """Take a document out of a draft again."""
    with transaction.atomic():
        draft = lock_draft(draft_id, actor)
        if draft.submitted_at:
            raise DraftSubmitted
        files.remove_from_draft(file_id=file_id, draft_id=draft.id)


def asked_of(service: Service, draft: Draft) -> list[Evidence]:
    """The documents that fit this draft's answers: needed ones and those that may be added."""
    facts = rules.facts(registers={}, answers=draft.answers, today=clock.today())
    return [e for e in service.evidence.values() if not e.needed or _holds(e.needed, facts)]


def _holds(test: str, facts: rules.Facts) -> bool:
    """A rule that cannot be worked out here asks for the document: it is settled when the application is filed."""
    try:
        return rules.compile(test).holds(facts)
    except rules.RuleFault:
        return True
