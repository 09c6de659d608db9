"""The mailbox is looked at beside the web."""

import logging
from imaplib import IMAP4

from django.conf import settings
from procrastinate.contrib.django import app

from onecity.contact.mail import forget_raw, store, store_too_large, take_in_waiting
from onecity.contact.mailbox import fetch, mailbox_of

logger = logging.getLogger(__name__)


@app.periodic(cron="*/20 * * * * *")
@app.task(queue="mail-in", queueing_lock="take_in_mail")
def take_in_mail(timestamp: int) -> None:  # noqa: ARG001
    """Every twenty seconds: store what is new in the mailbox, if the city has one, and read what is stored."""
    fetch_mail()
    take_in_waiting()


@app.periodic(cron="17 4 * * *")
@app.task(queue="tidy", queueing_lock="forget_raw_mail")
def forget_raw_mail(timestamp: int) -> None:  # noqa: ARG001
    """Every night: raw letters that were read long ago."""
    forget_raw()


def fetch_mail() -> int:
    """Store what is new in the mailbox; how many letters. A mail server that is away is asked again next time."""
    mailbox = mailbox_of(settings.MAILBOX)
    try:
        return fetch(mailbox, store, store_too_large) if mailbox else 0
    except (IMAP4.error, OSError) as error:
        logger.warning("the mailbox could not be read: %s", type(error).__name__)
        return 0
