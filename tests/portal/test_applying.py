"""Writing an application: nothing typed is lost, nothing is sent twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onecity.applications.models import Case
from onecity.forms.models import Draft
from onecity.ledger.models import Entry

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)
SERVICE = "/services/residence-certificate.apply/apply"


@pytest.fixture
def begun(home):
    home.post(SERVICE)
    return Draft.objects.get()


def page_of(draft, code):
    return f"/drafts/{draft.id}/pages/{code}/"


def test_applying_begins_a_draft_with_what_the_city_knows(home, begun, words):
    page = words(home.get(page_of(begun, "you")))
    assert "林晓梅" in page
    assert "population register" in page.lower()
    assert "This is wrong" in page


def test_beginning_again_goes_on_with_the_same_draft(home, begun):
    home.post(SERVICE)
    assert Draft.objects.count() == 1


def test_a_wrong_answer_is_kept_and_shown_with_what_to_do(home, begun, words):
    answer = home.post(page_of(begun, "you"), {"phone": "12"}, follow=True)
    assert 'value="12"' in answer.content.decode()
    assert "govuk-error-summary" in answer.content.decode()
    assert Draft.objects.get().answers["phone"] == "12"


def test_the_pages_lead_to_documents_check_and_receipt(home, begun, words):
    assert home.post(page_of(begun, "you"), {"phone": "13800000000"}).headers["Location"] == page_of(begun, "purpose")
    assert (
        home.post(page_of(begun, "purpose"), {"purpose": "school"}).headers["Location"]
        == f"/drafts/{begun.id}/evidence/"
    )
    assert home.post(f"/drafts/{begun.id}/evidence/").headers["Location"] == f"/drafts/{begun.id}/check/"
    receipt = home.post(f"/drafts/{begun.id}/submit", follow=True)
    assert Case.objects.get().number in words(receipt)


def test_sending_twice_gives_the_same_receipt(home, begun):
    home.post(page_of(begun, "you"), {"phone": "13800000000"})
    home.post(page_of(begun, "purpose"), {"purpose": "school"})
    addresses = {home.post(f"/drafts/{begun.id}/submit").headers["Location"] for _ in range(3)}
    assert addresses == {f"/cases/{Case.objects.get().id}/receipt/"}


def test_what_is_missing_is_named_before_anything_is_sent(home, begun, words):
    answer = home.post(f"/drafts/{begun.id}/submit")
    assert answer.status_code in (400, 422)
    assert "Nothing was lost. Put these right:" in words(answer)
    assert not Case.objects.exists()


def test_a_picture_is_taken_in_and_taken_out_again(home, begun, words):
    home.post(f"/drafts/{begun.id}/evidence/", {"housing": SimpleUploadedFile("home.png", PNG), "stay": "yes"})
    page = home.get(f"/drafts/{begun.id}/evidence/")
    assert "home.png" in words(page)
    from onecity.files.models import File

    home.post(f"/drafts/{begun.id}/evidence/", {"remove": str(File.objects.get().id)})
    assert "home.png" not in words(home.get(f"/drafts/{begun.id}/evidence/"))


def test_a_file_that_cannot_be_used_is_refused_with_its_name(home, begun, words):
    answer = home.post(f"/drafts/{begun.id}/evidence/", {"housing": SimpleUploadedFile("home.exe", b"MZ" + b"0" * 99)})
    assert answer.status_code == 422
    assert "home.exe:" in words(answer)


def test_a_fee_that_a_register_decides_is_told_before_sending_and_the_look_is_kept(home, resident, words):
    home.post("/services/park-pass.apply/apply")
    looks = Entry.objects.filter(resident_id=resident.id).count()
    assert "Fee 100 CNY" in words(home.get(f"/drafts/{Draft.objects.get().id}/check/"))
    assert Entry.objects.filter(resident_id=resident.id).count() > looks


def test_what_was_typed_before_the_session_ended_is_saved_after_signing_in(home, begun, resident):
    home.logout()
    asked = home.post(page_of(begun, "you"), {"phone": "13800000000", "for_whom": str(resident.id)})
    assert asked.headers["Location"] == "/account/login/?next=%2Faccount%2Fresume%2F"
    home.force_login(resident.account)
    home.get("/account/resume/")
    assert Draft.objects.get().answers["phone"] == "13800000000"


def test_a_form_left_by_somebody_else_is_not_sent_for_the_next(home, begun, resident, other_resident):
    home.logout()
    home.post(page_of(begun, "you"), {"phone": "13800000000", "for_whom": str(resident.id)})
    home.force_login(other_resident.account)
    assert home.get("/account/resume/").status_code in (403, 404, 409)
    assert "phone" not in Draft.objects.get().answers


def test_a_draft_is_nobody_elses(begun, other_resident, signed_in):
    assert signed_in(other_resident).get(page_of(begun, "you")).status_code == 404
    assert signed_in(other_resident).post(f"/drafts/{begun.id}/submit").status_code == 404


def test_a_draft_is_deleted_only_after_a_question(home, begun, words):
    assert "Delete this draft?" in words(home.get(f"/drafts/{begun.id}/discard/"))
    assert Draft.objects.exists()
    home.post(f"/drafts/{begun.id}/discard")
    assert not Draft.objects.exists()


def test_a_form_that_waited_too_long_shows_what_was_typed(resident, begun, words):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(resident.account)
    answer = strict.post(page_of(begun, "you"), {"phone": "13911112222"})
    assert answer.status_code == 403
    assert "13911112222" in words(answer)
