"""The files of a case, for who may see the case."""

from uuid import UUID

from onecity.applications import permissions
from onecity.common.actor import Actor
from onecity.files import domain as files
from onecity.files.models import File


def read_case_file(*, file_id: UUID, actor: Actor) -> tuple[File, bytes]:
    """A file with its bytes; NotFound for everybody who may not see its case. The look is recorded."""

    def may_see(file: File) -> bool:
        return file.case_id is not None and permissions.cases_for(actor).filter(id=file.case_id).exists()

    return files.read_file(file_id=file_id, actor=actor, may_see=may_see)
