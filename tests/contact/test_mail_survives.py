"""kill -9 while mail is taken in: nothing is lost, nothing is there twice."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from tests.contact import imap
from tests.contact.test_incoming import letter

from onecity.contact import mail
from onecity.contact.mail_jobs import fetch_mail
from onecity.contact.models import ContactRequest, Inbound
from onecity.notices.models import Letter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.crash]
PROGRAM = Path(__file__).with_name("dying_mail.py")
ROUNDS = int(os.environ.get("ONECITY_CRASH_ROUNDS", "5"))


@pytest.fixture
def mailbox(centre, settings):
    with imap.running() as post:
        settings.MAILBOX = post.address
        yield post


@pytest.fixture
def process(mailbox):
    """Start the program on the database of this test."""
    place = connection.settings_dict
    address = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    settled = {
        "DATABASE_URL": address,
        "ONECITY_MAILBOX": mailbox.address,
        "DJANGO_SETTINGS_MODULE": "onecity.conf.settings",
    }
    sends = {"ONECITY_EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend"}

    def start(where):
        return subprocess.Popen([sys.executable, str(PROGRAM), where], env={**os.environ, **settled, **sends})

    return start


def finish():
    """What the worker does afterwards, until nothing waits."""
    while fetch_mail() + mail.take_in_waiting():
        pass


@pytest.mark.parametrize("where", ["before-seen", "before-commit"])
def test_a_blow_between_store_and_acknowledge(mailbox, process, where):
    mailbox.put(letter())
    assert process(where).wait(60) == -9
    assert Inbound.objects.get().state == Inbound.WAITING
    assert not ContactRequest.objects.exists()
    assert mailbox.unseen() == (1 if where == "before-seen" else 0)
    finish()
    assert (ContactRequest.objects.count(), Letter.objects.count(), mailbox.unseen()) == (1, 1, 0)
    assert Inbound.objects.get().state == Inbound.TAKEN_IN


def test_blows_at_any_moment(mailbox, process):
    said = [f"Lamp {number} is dark." for number in range(4 * ROUNDS)]
    chance = random.Random(7)
    for number in range(ROUNDS):
        mailbox.put(
            *(letter(words, Message_ID=f"<{words}@x>".replace(" ", "-")) for words in said[4 * number : 4 * number + 4])
        )
        struck = process("nowhere")
        time.sleep(chance.uniform(0.9, 1.8))
        struck.kill()
        struck.wait()
    finish()
    assert sorted(ContactRequest.objects.values_list("words", flat=True)) == sorted(
        f"Lamp\n\n{words}" for words in said
    )
    assert Letter.objects.count() == len(said)
    assert mailbox.unseen() == 0
