"""Reports by e-mail: a real IMAP server, a real SMTP server, and letters of every kind."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.api.open311.test_filing import photo
from tests.contact import imap, tls
from tests.contact.test_incoming import letter
from tests.notices.test_mail import letterbox  # noqa: F401  a fixture

from onecity.common import clock
from onecity.contact import mail
from onecity.contact.links import report_link
from onecity.contact.mail_jobs import fetch_mail
from onecity.contact.mailbox import mailbox_of
from onecity.contact.models import ContactEvent, ContactRequest, Inbound, Picture
from onecity.contact.reporter import opened
from onecity.notices.letters import send_due_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    with imap.running() as post:
        yield post


@pytest.fixture
def mailbox(server, settings, centre):
    settings.MAILBOX = server.address
    fetch_mail()
    Inbound.objects.all().delete()
    return server


@pytest.fixture
def answers(letterbox):  # noqa: F811
    """The letters that go out."""

    def sent():
        send_due_letters()
        return letterbox.letters

    return sent


def taken(*letters):
    """Take in letters one by one; the last raw one as it is now."""
    for each in letters:
        inbound = mail.store(each if isinstance(each, bytes) else each.as_bytes())
        mail.take_in(inbound.id)
    return Inbound.objects.get(id=inbound.id)


def with_files(*files, **headers):
    message = letter(**headers)
    for number, data in enumerate(files):
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=f"{number}.bin")
    return message


def test_a_letter_becomes_a_report(mailbox, answers):
    mailbox.put(letter())
    assert fetch_mail() == 1
    assert Inbound.objects.get().state == Inbound.WAITING
    assert mailbox.unseen() == 0
    assert mail.take_in_waiting() == 1
    request = ContactRequest.objects.get()
    assert (request.channel, request.words) == ("email", "Lamp\n\nThe lamp in Willow Lane is dark.")
    assert (Inbound.objects.get().state, Inbound.objects.get().request_id) == (Inbound.TAKEN_IN, request.id)


def test_its_sender_is_told_the_number_and_the_link(centre, answers):
    taken(letter())
    (told,) = answers()
    request = ContactRequest.objects.get()
    who = opened(request.reporter)
    assert (told["To"], told["In-Reply-To"]) == ("li.na@mail.example", "<1@mail.example>")
    assert request.number in told["Subject"]
    assert report_link(who.token) in told.get_content()
    assert (who.name, who.email) == ("Li Na", "li.na@mail.example")


def test_in_her_language(centre, answers):
    taken(letter("柳巷的路灯坏了一周了", Subject="路灯"))
    assert answers()[0]["Subject"].startswith("已收到您的")


def test_it_is_not_public_and_nobody_is_signed_in_by_it(centre, resident, answers):
    taken(letter(From=resident.email))
    request = ContactRequest.objects.get()
    assert (request.is_public, request.resident_id) == (False, None)


def test_a_letter_that_comes_twice_is_one_report(mailbox, answers):
    mailbox.put(letter(), letter(), b"Received: again\r\n" + letter().as_bytes())
    fetch_mail()
    mail.take_in_waiting()
    taken(letter())
    assert ContactRequest.objects.count() == Inbound.objects.count() == len(answers()) == 1


def test_pictures_come_with_it_and_other_files_are_left_out(centre, answers):
    taken(with_files(photo().read(), b"MZ a program", b"<svg onload=x>"))
    assert Picture.objects.count() == 1
    left_out = [told for told in answers() if "left out" in told["Subject"]]
    assert "JPEG or PNG" in left_out[0].get_content()


def test_a_picture_without_words(centre, answers):
    message = with_files(photo().read(), Subject=None)
    message.get_payload()[0].set_content("")
    taken(message)
    assert ContactRequest.objects.get().words == "A picture without words."


def test_an_empty_letter_is_refused_in_words(centre, answers):
    inbound = taken(letter("", Subject=None))
    assert (inbound.state, inbound.why) == (Inbound.REFUSED, "Say in a few words what it is about.")
    assert answers()[0]["Subject"] == "Your e-mail could not be taken in"


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"From": "MAILER-DAEMON@x.example"}, {"List_Id": "<n.example>"}]
)
def test_what_a_machine_wrote_is_kept_and_not_answered(centre, answers, headers):
    inbound = taken(letter(**headers))
    assert (inbound.state, bool(inbound.why)) == (Inbound.REFUSED, True)
    assert not ContactRequest.objects.exists()
    assert answers() == []


def test_our_own_letters_do_not_go_round_in_a_circle(centre, answers):
    taken(letter())
    (told,) = answers()
    assert taken(told.as_bytes()).state == Inbound.REFUSED
    assert len(answers()) == ContactRequest.objects.count() == 1


def test_an_answer_to_the_citys_letter_adds_to_the_report(centre, answers):
    taken(letter())
    request = ContactRequest.objects.get()
    taken(
        letter(
            "The next lamp too.\n\n> We have it.",
            Subject=f"Re: We have your report {request.number}",
            Message_ID="<2@x>",
        )
    )
    assert ContactRequest.objects.count() == 1
    assert "The next lamp too." in ContactEvent.objects.get(request_id=request.id, kind="added").data["text"]


def test_somebody_else_cannot_add_to_it(centre, answers):
    taken(letter())
    number = ContactRequest.objects.get().number
    taken(letter(Subject=f"Re: {number}", From="other@mail.example", Message_ID="<2@x>"))
    assert ContactRequest.objects.count() == 2
    assert not ContactEvent.objects.filter(kind="added").exists()


def test_after_it_has_ended_a_new_one_is_begun(centre, answers):
    taken(letter())
    ContactRequest.objects.update(state="closed", ended_at=clock.now())
    number = ContactRequest.objects.get().number
    taken(letter("Dark again.", Subject=f"Re: {number}", Message_ID="<2@x>"))
    assert ContactRequest.objects.count() == 2


def test_a_burst_of_one_sender_is_refused_once_in_words_and_holds_up_nobody(centre, answers, monkeypatch):
    monkeypatch.setattr(mail, "PER_SENDER", 2)
    last = taken(*(letter(f"Lamp {number} is dark.", Message_ID=f"<{number}@x>") for number in range(6)))
    assert last.state == Inbound.REFUSED
    assert taken(letter(From="other@mail.example", Message_ID="<o@x>")).state == Inbound.TAKEN_IN
    subjects = [told["Subject"] for told in answers()]
    assert (len(subjects), subjects.count("Your e-mail could not be taken in")) == (4, 1)


def test_a_letter_that_is_too_large_is_not_fetched_and_its_sender_is_told(mailbox, answers, monkeypatch):
    monkeypatch.setattr("onecity.contact.mailbox.LARGEST", 2000)
    mailbox.put(letter("dark " * 1000))
    fetch_mail()
    mail.take_in_waiting()
    inbound = Inbound.objects.get()
    assert (inbound.state, b"dark dark" in bytes(inbound.raw)) == (Inbound.REFUSED, False)
    assert "too large" in answers()[0].get_content()
    assert mailbox.unseen() == 0


def test_one_that_fails_by_our_mistake_is_kept_and_holds_up_no_other(centre, answers, monkeypatch, caplog):
    monkeypatch.setattr(mail, "receive", lambda **said: 1 / 0)
    mail.store(letter().as_bytes())
    for _ in range(mail.MOST_TRIES):
        mail.take_in_waiting()
    assert (Inbound.objects.get().state, Inbound.objects.get().why) == (Inbound.REFUSED, "our fault")
    assert "li.na" not in caplog.text
    monkeypatch.undo()
    assert mail.try_refused_again() == 1
    assert mail.take_in_waiting() == 1
    assert ContactRequest.objects.count() == 1


def test_hostile_letters_become_words_or_are_refused(centre, answers):
    from tests.contact.test_incoming import HOSTILE

    for raw in HOSTILE.values():
        assert taken(raw).state in (Inbound.TAKEN_IN, Inbound.REFUSED)
    assert not Inbound.objects.filter(why=mail.OUR_FAULT).exists()


def test_raw_letters_are_forgotten_and_not_taken_in_again(centre, answers):
    taken(letter())
    with clock.set_to(clock.now() + timedelta(days=91)):
        assert mail.forget_raw() == 1
    assert bytes(Inbound.objects.get().raw) == b""
    taken(letter())
    assert ContactRequest.objects.count() == 1


def test_a_mail_server_that_is_away_is_asked_again_next_time(settings, centre, caplog):
    settings.MAILBOX = "imap://someone:very%20secret@127.0.0.1:1/INBOX"
    assert fetch_mail() == 0
    assert "ConnectionRefusedError" in caplog.text
    assert "secret" not in caplog.text


def test_a_wrong_password_is_told_without_it(server, settings, centre, caplog):
    settings.MAILBOX = server.address.replace("very%20secret", "another")
    assert fetch_mail() == 0
    assert "another" not in caplog.text


@pytest.mark.parametrize(
    "address",
    [
        "imap://a:b@mail.example/INBOX",
        "pop3://a:b@mail.example",
        "imaps://mail.example",
        "imaps://a:b%0d%0aX@h/",
        "mail",
    ],
)
def test_addresses_of_mailboxes_that_are_refused(address):
    with pytest.raises(ImproperlyConfigured, match="ONECITY_MAILBOX"):
        mailbox_of(address)


def test_a_mailbox_keeps_its_password_to_itself():
    found = mailbox_of("imaps://report%40city.example:s%2Fcret@mail.example/Post/In")
    assert (found.host, found.port, found.user, found.password, found.folder) == (
        "mail.example", 993, "report@city.example", "s/cret", "Post/In",
    )  # fmt: skip
    assert "s/cret" not in repr(found)


def test_the_worker_looks_into_the_mailbox_by_itself(mailbox, answers):
    from procrastinate.contrib.django import app

    app.perform_import_paths()
    mailbox.put(letter())
    app.tasks["onecity.contact.mail_jobs.take_in_mail"](timestamp=0)
    assert ContactRequest.objects.count() == len(answers()) == 1
    assert mailbox.unseen() == 0


@pytest.fixture
def encrypted(mailbox, settings, tmp_path):
    """The same mailbox over TLS; the file of its certificate."""
    file = tls.certificate(tmp_path)
    with tls.in_front_of(mailbox.port, file) as port:
        settings.MAILBOX = mailbox.address.replace("imap:", "imaps:").replace(f":{mailbox.port}/", f":{port}/")
        yield file


def test_over_tls(mailbox, encrypted, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(encrypted))
    mailbox.put(letter())
    assert fetch_mail() == 1


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(mailbox, encrypted, caplog):
    mailbox.put(letter())
    assert fetch_mail() == 0
    assert "SSLCertVerificationError" in caplog.text
    assert mailbox.unseen() == 1
