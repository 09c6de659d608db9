"""`onecity contact take-mail < message`: stored before it says so; else the mail server is told to come again."""

import subprocess

import pytest
from tests.cli.processes import COMMAND, environment
from tests.contact.test_incoming import letter


@pytest.fixture(scope="module")
def data(data_of_a_city):
    return data_of_a_city


@pytest.fixture
def take_mail(data):
    def take(raw, **more):
        command = [*COMMAND, "contact", "take-mail"]
        return subprocess.run(
            command, input=raw, env=environment(data, **more), capture_output=True, timeout=120, check=False
        )

    return take


@pytest.fixture
def count(onecity):
    """How many rows of the contact centre there are."""

    def find(what):
        words = f"from onecity.contact.models import *; print({what}.count())"
        return int(onecity("manage", "shell", "-v", "0", "-c", words).stdout)

    return find


def test_a_piped_letter_is_taken_in_once(take_mail, count):
    for _ in range(2):
        assert take_mail(b"From li.na@mail.example Mon Mar  2 10:00:00 2026\n" + letter().as_bytes()).returncode == 0
    assert count("ContactRequest.objects.filter(channel='email')") == 1
    assert count("Inbound.objects.filter(state='taken-in')") == 1


def test_what_is_too_large_is_kept_by_its_headers(take_mail, onecity, count):
    assert take_mail(letter(Message_ID="<large@x>").as_bytes() + b"dark " * 6_000_000).returncode == 0
    assert count("Inbound.objects.filter(state='refused', facts__too_large=True)") == 1


def test_without_a_database_the_mail_server_comes_again(take_mail):
    answer = take_mail(letter().as_bytes(), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert answer.returncode == 75
    assert b"Traceback" not in answer.stderr


def test_fetching_without_a_mailbox_and_reading_again(onecity):
    assert onecity("contact", "fetch-mail").stdout == "Fetched: 0. Read: 0.\n"
    assert onecity("contact", "retry-mail").stdout == "To be read again: 0. Read: 0.\n"
    wrong = onecity("contact", "fetch-mail", ONECITY_MAILBOX="pop3://a:b@c")
    assert (wrong.returncode, "ONECITY_MAILBOX must be" in wrong.stderr) == (1, True)
