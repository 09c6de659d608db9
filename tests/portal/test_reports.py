"""Reporting something: what is refused, what is shown before sending, and whose page it is."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.contact.conftest import centre, hu

from onecity.contact import domain
from onecity.contact.models import ContactRequest, Picture, WorkOrder

__all__ = ["centre", "hu"]
WORDS = "The street light is out. My name is Anna Berg, 138 0013 8000."


@pytest.fixture
def reporter(centre):
    return Client()


def told(reporter, words=WORDS, **more):
    return reporter.post("/reports/new/", {"words": words, **more}, follow=True)


def sent(reporter, **more):
    return reporter.post("/reports/check/", {"public": "true", **more}, follow=True)


def test_nothing_said_is_refused_and_the_place_is_kept(reporter):
    answer = told(reporter, words=" ", place="Willow Street")
    assert answer.status_code == 422
    assert "Willow Street" in answer.content.decode()


def test_before_sending_one_sees_matter_office_and_date(reporter, words):
    page = words(told(reporter))
    assert "Street light is out" in page
    assert "Transport Commission" in page
    assert "Answer by" in page


def test_after_sending_one_has_a_page_of_ones_own(reporter, words):
    told(reporter)
    page = sent(reporter)
    assert page.redirect_chain[-1][0].startswith("/report/")
    assert ContactRequest.objects.get().number in words(page)


def test_another_link_opens_nothing(reporter):
    assert Client().get("/report/not-the-token/").status_code == 404


def test_a_photo_loses_what_the_camera_wrote(reporter):
    told(reporter)
    sent(reporter, photos=SimpleUploadedFile("lamp.jpg", jpeg_with_place()))
    assert b"Exif" not in bytes(Picture.objects.get().data)


def jpeg_with_place():
    import io

    from PIL import Image

    image, out = Image.new("RGB", (32, 32)), io.BytesIO()
    exif = image.getexif()
    exif[0x013B] = "Anna Berg"
    image.save(out, "JPEG", exif=exif)
    assert b"Exif" in out.getvalue()
    return out.getvalue()


def test_what_is_no_photo_is_refused_and_the_words_are_kept(reporter):
    told(reporter)
    answer = sent(reporter, photos=SimpleUploadedFile("lamp.jpg", b"<script>"))
    assert answer.status_code == 422
    assert "Your words are kept." in answer.content.decode()
    assert not ContactRequest.objects.exists()


def test_an_article_may_be_the_answer(reporter):
    told(reporter, words="My tap is dry")
    sent(reporter, answer="article:no-water")
    assert ContactRequest.objects.get().at_first_contact


def test_what_somebody_near_reported_can_be_followed_instead(reporter):
    first = told(reporter, lon="121.4", lat="31.1") and sent(reporter)
    again = Client()
    page = told(again, lon="121.4003", lat="31.1")
    assert "Has somebody reported the same?" in page.content.decode()
    assert "Anna" not in page.content.decode().split("Has somebody")[1]
    sent(again, same=str(ContactRequest.objects.get().id))
    assert ContactRequest.objects.filter(state="merged").count() == 1
    assert first.status_code == 200


def test_what_was_not_shown_cannot_be_joined(reporter, centre):
    hidden = domain.receive(channel="web", words="Secret", topic="unpaid-wages", actor=domain_stranger()).request
    told(reporter)
    sent(reporter, same=str(hidden.id))
    assert not ContactRequest.objects.filter(state="merged").exists()


def domain_stranger():
    from onecity.common.actor import Actor

    return Actor(kind="reporter")


def test_not_solved_needs_words_and_sends_it_back(reporter, hu):
    told(reporter, words="A burst water pipe floods the road")
    address = sent(reporter).redirect_chain[-1][0]
    order = WorkOrder.objects.get(role="lead")
    domain.answer_order(order_id=order.id, outcome="Closed.", actor=hu)
    assert reporter.post(f"{address}act", {"act": "unsolved"}).status_code == 422
    reporter.post(f"{address}act", {"act": "unsolved", "words": "Still wet."})
    assert ContactRequest.objects.get().state == "working"


def test_a_residents_report_is_nobody_elses(home, other_resident, signed_in, centre):
    told(home)
    sent(home)
    own = f"/reports/{ContactRequest.objects.get().id}/"
    assert home.get(own).status_code == 200
    assert signed_in(other_resident).get(own).status_code == 404
