import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.applications.conftest import Walk, officer_of

from onecity.applications import domain, queries
from onecity.applications.models import Message
from onecity.applications.refusals import CaseEnded, NoSuchCase, TextMissing, TextTooLong
from onecity.files.models import File
from onecity.notices.models import Notice


def photo():
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(held, "JPEG")
    return SimpleUploadedFile("photo.jpg", held.getvalue())


@pytest.fixture
def case(mei):
    return mei.file("one.apply")


def write(case, actor, text="Hello.", upload=None):
    return domain.write_message(case_id=case.id, text=text, actor=actor, upload=upload)


def test_both_write_and_read(case, mei, wu):
    write(case, mei.actor, "When?")
    write(case, wu, "Tomorrow.")
    for found in (queries.case_for_resident(case.id, mei.actor), queries.case_for_officer(case.id, wu)):
        assert [(m.from_resident, m.text) for m in found.messages] == [(True, "When?"), (False, "Tomorrow.")]


def test_an_officers_message_is_announced_hers_is_not(case, mei, wu):
    write(case, mei.actor)
    assert not Notice.objects.filter(kind="message").exists()
    write(case, wu)
    assert Notice.objects.filter(kind="message", resident_id=mei.resident.id).count() == 1


def test_with_a_file(case, mei):
    write(case, mei.actor, upload=photo())
    file = File.objects.get(case_id=case.id)
    assert (file.evidence, file.kind) == ("message", "jpeg")


def test_a_file_that_is_refused_takes_the_message_with_it(case, mei):
    with pytest.raises(Exception, match=r"(?i)file"):
        write(case, mei.actor, upload=SimpleUploadedFile("x.jpg", b"not a picture"))
    assert not Message.objects.exists()


def test_strangers_do_not_write(case):
    for actor in (Walk("Wang Fang").actor, officer_of("health")):
        with pytest.raises(NoSuchCase):
            write(case, actor)


def test_nothing_is_written_into_an_ended_case(case, mei):
    domain.withdraw_case(case_id=case.id, actor=mei.actor)
    with pytest.raises(CaseEnded):
        write(case, mei.actor)


def test_a_message_has_words_but_not_too_many(case, mei):
    with pytest.raises(TextMissing):
        write(case, mei.actor, " ")
    with pytest.raises(TextTooLong):
        write(case, mei.actor, "x" * 5001)


def test_what_no_database_keeps_is_left_out(case, mei):
    assert write(case, mei.actor, " a\x00b ").text == "ab"
