"""Letters to people without an inbox, against a real SMTP server."""

from datetime import timedelta

import pytest
from tests.notices.test_mail import letterbox  # noqa: F401  a fixture

from onecity.common import clock, rows
from onecity.notices import letters, sending
from onecity.notices.models import Letter

pytestmark = pytest.mark.django_db


def written(**changes):
    content = {"to": "li.na@mail.example", "subject": "We have\nyour report", "text": "Thank you.\n", **changes}
    rows.store(*letters.new_letters(**content))


def test_a_letter_is_sent_once_and_says_that_a_machine_wrote_it(letterbox):  # noqa: F811
    written()
    assert [letters.send_due_letters(), letters.send_due_letters()] == [1, 0]
    (letter,) = letterbox.letters
    assert (letter["To"], letter["Subject"]) == ("li.na@mail.example", "We have your report")
    assert (letter["Auto-Submitted"], letter["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert letter.get_content().strip() == "Thank you."


def test_it_stands_below_the_letter_that_it_answers(letterbox):  # noqa: F811
    written(thread="<1@mail.example>")
    letters.send_due_letters()
    assert (letterbox.letters[0]["In-Reply-To"], letterbox.letters[0]["References"]) == ("<1@mail.example>",) * 2


def test_to_whom_and_what_is_sealed_and_then_erased(letterbox):  # noqa: F811
    written(text="https://city.example/report/secret/")
    assert b"secret" not in bytes(Letter.objects.get().sealed)
    letters.send_due_letters()
    assert Letter.objects.get().sealed is None
    assert Letter.objects.get().emailed_at


def test_a_letter_that_the_server_will_not_take_now_is_tried_again(letterbox):  # noqa: F811
    written()
    letterbox.refuse = "451 later"
    letters.send_due_letters()
    letterbox.refuse = ""
    assert letters.send_due_letters() == 0
    with clock.set_to(clock.now() + timedelta(minutes=3)):
        letters.send_due_letters()
    assert len(letterbox.letters) == 1


def test_one_that_it_never_takes_is_given_up_and_erased(letterbox):  # noqa: F811
    written()
    letterbox.refuse = "550 no such address"
    letters.send_due_letters()
    assert Letter.objects.get().sealed is None
    assert Letter.objects.get().email_error == "SMTPDataError"


def test_a_city_that_sends_no_mail_writes_none(settings):
    settings.EMAIL_BACKEND = sending.NOBODY
    assert letters.new_letters(to="a@b.example", subject="x", text="y") == []
