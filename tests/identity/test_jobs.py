"""Mail about accounts waits sealed; what is over is forgotten."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from onecity.common import clock
from onecity.common.sealed import unseal
from onecity.identity import jobs, limits
from onecity.identity.models import Limit

RESET = "/account/password/reset/"


@pytest.fixture
def waiting(resident, client):
    """The job of a password reset that somebody asked for."""
    client.post(RESET, {"email": resident.account.email})
    return ProcrastinateJob.objects.get(task_name="onecity.identity.jobs.send")


def test_a_reset_link_is_not_readable_in_the_queue(waiting, resident):
    assert set(waiting.args) == {"sealed"}
    assert resident.account.email not in str(waiting.args)
    assert "/password/reset/key/" in unseal(b64decode(waiting.args["sealed"]))


def test_the_mail_is_sent_by_the_job_and_its_link_works(waiting, resident, client):
    jobs.send(**waiting.args)
    (message,) = mail.outbox
    assert message.to == [resident.account.email]
    link = next(word for word in message.body.split() if "/password/reset/key/" in word)
    page = client.get(link.partition("testserver")[2], follow=True)
    new = {"password1": "walks-by-the-harbour", "password2": "walks-by-the-harbour"}
    assert client.post(page.request["PATH_INFO"], new).status_code == 302
    resident.account.refresh_from_db()
    assert resident.account.check_password("walks-by-the-harbour")


def test_an_unknown_address_gets_the_same_answer_and_a_job_of_its_own(huating, resident, client):
    known = client.post(RESET, {"email": resident.account.email})
    unknown = client.post(RESET, {"email": "nobody@mail.example"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert ProcrastinateJob.objects.filter(task_name="onecity.identity.jobs.send").count() == 2


def test_the_city_names_itself_in_the_subject_and_injects_no_header(waiting):
    jobs.send(**waiting.args)
    assert mail.outbox[0].subject.startswith("Huating: ")
    assert "\n" not in mail.outbox[0].subject


def test_a_changed_password_is_told_by_mail(resident, client):
    client.force_login(resident.account)
    new = "walks-by-the-harbour"
    client.post(
        "/account/password/change/",
        {"oldpassword": "a-long-enough-password", "password1": new, "password2": new},
    )
    assert ProcrastinateJob.objects.filter(task_name="onecity.identity.jobs.send").count() == 1


def test_what_is_over_is_forgotten(db):
    limits.allow(what="x", who="y", times=1, within=timedelta(hours=1))
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=clock.now() + timedelta(days=1))
    with clock.set_to(clock.now() + timedelta(hours=2)):
        jobs.tidy(timestamp=0)
    assert not Limit.objects.exists()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
