"""E-mail of notices, against a real SMTP server."""

import socket
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller

from onecity.common import clock
from onecity.common.ids import new_id
from onecity.notices import domain, mail, sending
from onecity.notices.models import Notice
from onecity.people.models import Resident

pytestmark = pytest.mark.django_db
TITLE = {"en": "Renew your driving licence", "zh": "驾驶证期满换证"}


class Letterbox:
    """An SMTP server that keeps what it gets, or answers every letter with ``refuse``."""

    def __init__(self):
        self.letters, self.refuse = [], ""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd calls it so
        if self.refuse:
            return self.refuse
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def letterbox(settings):
    box = Letterbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    controller.stop()


def reader(**changes):
    fields = {
        "number_sealed": b"", "number_hash": new_id().bytes, "name": "Lin Mei", "born": "1990-01-01",
        "district": "old-town", "email": "mei@example.org", "language": "en", **changes,
    }  # fmt: skip
    return Resident.objects.create(**fields)


def told(resident, kind="case-granted"):
    return domain.notify(
        resident_id=resident.id, kind=kind, facts={"number": "HT-1234-5678-9", "title": TITLE}, case_id=new_id()
    )


def test_a_letter_in_her_language(letterbox):
    told(reader(language="zh-hans"))
    assert mail.send_due() == 1
    (letter,) = letterbox.letters
    assert letter["To"] == "mei@example.org"
    assert "HT-1234-5678-9" in letter["Subject"]
    assert "驾驶证期满换证" in letter.get_content()


def test_nothing_personal_but_number_and_service(letterbox):
    notice = told(reader())
    mail.send_due()
    (letter,) = letterbox.letters
    text = letter["Subject"] + letter.get_content()
    assert "Lin" not in text
    assert f"/cases/{notice.case_id}/" in text
    assert letter.get_content_type() == "text/plain"


def test_it_is_sent_once(letterbox):
    notice = told(reader())
    mail.send_due()
    assert mail.send_due() == 0
    notice.refresh_from_db()
    assert (len(letterbox.letters), notice.email_at, notice.emailed_at is not None) == (1, None, True)


@pytest.mark.parametrize("changes", [{"notices_by_email": False}, {"email": ""}])
def test_nobody_gets_letters_she_does_not_want(letterbox, changes):
    notice = told(reader(**changes))
    mail.send_due()
    notice.refresh_from_db()
    assert (letterbox.letters, notice.email_at, notice.emailed_at) == ([], None, None)


def test_a_passing_failure_is_tried_again_later_and_later(letterbox):
    notice = told(reader())
    letterbox.refuse = "451 try again"
    mail.send_due()
    notice.refresh_from_db()
    assert timedelta(minutes=1) < notice.email_at - clock.now() < timedelta(minutes=3)
    assert mail.send_due() == 0
    letterbox.refuse = ""
    with clock.set_to(notice.email_at):
        mail.send_due()
    assert len(letterbox.letters) == 1


def test_a_final_refusal_is_not_tried_again(letterbox):
    notice = told(reader())
    letterbox.refuse = "550 no such mailbox"
    mail.send_due()
    notice.refresh_from_db()
    assert (notice.email_at, notice.email_error) == (None, "SMTPDataError")


def test_an_unreachable_server_loses_nothing(letterbox, settings):
    notice = told(reader())
    settings.EMAIL_PORT = 1
    mail.send_due()
    notice.refresh_from_db()
    assert (notice.email_error, notice.email_tries, notice.email_at > clock.now()) == (
        "ConnectionRefusedError",
        1,
        True,
    )


def test_it_gives_up_at_last(letterbox):
    notice = told(reader())
    Notice.objects.update(email_tries=sending.MOST_TRIES - 1)
    letterbox.refuse = "451 try again"
    mail.send_due()
    notice.refresh_from_db()
    assert notice.email_at is None


def test_without_a_mail_server_no_letter_is_planned(settings):
    settings.EMAIL_BACKEND = sending.NOBODY
    assert told(reader()).email_at is None


@pytest.mark.parametrize(("tries", "minutes"), [(1, 2), (2, 4), (9, 512)])
def test_waits_double(tries, minutes):
    assert sending.retry_after(tries) == timedelta(minutes=minutes)
