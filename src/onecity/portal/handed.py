"""The documents that are asked for, with what was handed in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from onecity.catalogue.definition import Evidence
from onecity.files.models import File

NAMES = {"pdf": "PDF", "jpeg": "JPEG", "png": "PNG"}
ENDINGS = {"pdf": ".pdf,application/pdf", "jpeg": ".jpg,.jpeg,image/jpeg", "png": ".png,image/png"}


@dataclass(frozen=True, slots=True)
class Handed:
    """One document: what it is, the files there are for it, and what is wrong."""

    evidence: Evidence
    files: tuple[File, ...]
    error: str = ""

    @property
    def kinds(self) -> str:
        """The kinds of file it may be, in words."""
        return ", ".join(NAMES[kind] for kind in self.evidence.accept if kind in NAMES)

    @property
    def accept(self) -> str:
        """The same, for the browser's file dialogue."""
        return ",".join(ENDINGS[kind] for kind in self.evidence.accept if kind in ENDINGS)


def handed_in(asked: Sequence[Evidence], files: Sequence[File], errors: Mapping[str, str]) -> list[Handed]:
    return [Handed(e, tuple(f for f in files if f.evidence == e.code), errors.get(e.code, "")) for e in asked]


def missing(asked: Sequence[Evidence], files: Sequence[File]) -> dict[str, str]:
    """The documents without which it cannot be sent: code -> what to do."""
    there = {file.evidence for file in files}
    needed = (evidence for evidence in asked if not evidence.optional and evidence.code not in there)
    return {e.code: _("Add this document: %(title)s") % {"title": e.title} for e in needed}
