"""Which files there are."""

from uuid import UUID

from onecity.files.models import File


def files_of_draft(draft_id: UUID) -> list[File]:
    """The files of a draft, the oldest first. The caller has made sure that the draft is hers."""
    return list(File.objects.filter(draft_id=draft_id).order_by("id"))


def files_of_case(case_id: UUID) -> list[File]:
    """The files of a case, the oldest first. The caller has made sure that she may see the case."""
    return list(File.objects.filter(case_id=case_id).order_by("id"))
