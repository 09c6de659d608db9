"""Files come in within limits, and are read only with a trace."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onecity.applications.queries import read_case_file
from onecity.common.errors import NotFound, Refusal
from onecity.files import domain as files
from onecity.files.models import File
from onecity.ledger.models import Entry

PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\4\0\0\0\4\x08\0\0\0\0\x8c\x9a\xc1\xa2"
    b"\0\0\0\rIDATx\x9cc`\xc0\x04\0\0\x14\0\1\0\0\0\0IEND\xaeB`\x82"
)


@pytest.fixture
def file(case, resident, actor_of):
    return files.take_in(
        upload=SimpleUploadedFile("me.png", PNG),
        evidence="message",
        case=case,
        actor=actor_of(resident),
        accept=("png",),
    )


def test_who_may_see_the_case_may_read_its_file_and_leaves_a_trace(file, officer, actor_of):
    found, data = read_case_file(file_id=file.id, actor=actor_of(officer))
    assert (found.id, data) == (file.id, PNG)
    assert Entry.objects.filter(action="read", what="file", actor_id=str(officer.pk)).count() == 1


def test_nobody_else_finds_it(file, other_resident, other_agency_officer, actor_of):
    for stranger in (other_resident, other_agency_officer):
        with pytest.raises(NotFound):
            read_case_file(file_id=file.id, actor=actor_of(stranger))
    assert not Entry.objects.filter(action="read", what="file").exists()


def test_a_file_over_the_limit_is_refused_with_413(case, resident, actor_of, settings):
    settings.UPLOAD_LIMIT = 50
    upload = SimpleUploadedFile("me.png", PNG)
    with pytest.raises(Refusal) as refused:
        files.take_in(upload=upload, evidence="message", case=case, actor=actor_of(resident), accept=("png",))
    assert refused.value.status == 413


def test_one_file_too_many_is_refused(file, case, resident, actor_of, monkeypatch):
    monkeypatch.setattr(files, "MOST", 1)
    with pytest.raises(Refusal, match="1 files already"):
        files.take_in(
            upload=SimpleUploadedFile("b.png", PNG), evidence="message", case=case, actor=actor_of(resident),
            accept=("png",),
        )  # fmt: skip
    assert File.objects.count() == 1
