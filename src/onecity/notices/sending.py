"""E-mail that is due, tried until it is sent. The row is the job: ``email_at`` says when to try.

A try is claimed before it is made, so that two processes never send the same and a killed one leaves it to be tried
again after ``LEASE``.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TypeVar

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from onecity.common import clock
from onecity.notices.models import Letter, Mailed, Notice

logger = logging.getLogger(__name__)
BATCH = 50  # letters
LEASE = timedelta(minutes=10)
MOST_TRIES = 10  # the last about 17 hours after the first
NOBODY = "django.core.mail.backends.dummy.EmailBackend"
M = TypeVar("M", Notice, Letter)


def is_set_up() -> bool:
    """Whether this city sends e-mail at all."""
    return settings.EMAIL_BACKEND != NOBODY


def claim(table: type[M]) -> list[M]:
    """Up to a batch of due rows that no other process has; each claimed for the length of the lease."""
    with transaction.atomic():
        due = table.objects.filter(email_at__lte=clock.now()).order_by("email_at").select_for_update(skip_locked=True)
        claimed = list(due[:BATCH])
        for row in claimed:
            row.email_tries += 1
            row.email_at = clock.now() + LEASE
        table.objects.bulk_update(claimed, ["email_tries", "email_at"])
    return claimed


def send(row: Mailed, message: EmailMessage, connection: BaseEmailBackend) -> None:
    """One try."""
    try:
        connection.open()
        connection.send_messages([message])
    except (SMTPException, OSError) as error:
        connection.close()
        _failed(row, error)
    else:
        row.emailed_at = clock.now()
        row.settle()


def retry_after(tries: int) -> timedelta:
    """Twice as long after every try: 2 minutes, 4, 8, … about 17 hours."""
    return timedelta(minutes=2**tries)


def _failed(row: Mailed, error: Exception) -> None:
    """Try again later, unless the mail server says that it never will take it. The log names no address."""
    what = type(row).__name__.lower()
    logger.warning("%s %s was not e-mailed (try %d): %s", what, row.id, row.email_tries, type(error).__name__)
    if _for_good(error) or row.email_tries >= MOST_TRIES:
        row.settle(error=type(error).__name__)
        return
    row.email_at = clock.now() + retry_after(row.email_tries)
    row.email_error = type(error).__name__
    row.save(update_fields=["email_at", "email_error"])


def _for_good(error: Exception) -> bool:
    """A code of 500 or more is final (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500
