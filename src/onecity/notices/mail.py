"""Notices by e-mail, for those who want them: plain text, in their language, with nothing personal but the case number.

The notice's row is the job: ``email_at`` says when to try. A try is claimed before it is made, so that two processes
never send the same notice and a killed one leaves it to be tried again after ``LEASE``.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onecity.common import clock
from onecity.notices.models import Notice
from onecity.notices.words import render
from onecity.people import queries as people
from onecity.people.models import Resident

logger = logging.getLogger(__name__)
BATCH = 50  # notices
LEASE = timedelta(minutes=10)
MOST_TRIES = 10  # the last about 17 hours after the first
NOBODY = "django.core.mail.backends.dummy.EmailBackend"


def is_set_up() -> bool:
    """Whether this city sends e-mail at all."""
    return settings.EMAIL_BACKEND != NOBODY


def send_due() -> int:
    """Send what is due, one batch over one connection to the mail server; how many notices were looked at."""
    notices = _claim()
    readers = people.residents_by_id({notice.resident_id for notice in notices})
    wanted = [(notice, readers.get(notice.resident_id)) for notice in notices]
    connection = get_connection()
    for notice, reader in wanted:
        if reader and reader.email and reader.notices_by_email:
            _send(notice, reader, connection)
        else:
            _settle(notice)
    connection.close()
    return len(notices)


def retry_after(tries: int) -> timedelta:
    """Twice as long after every try: 2 minutes, 4, 8, … about 17 hours."""
    return timedelta(minutes=2**tries)


def compose(notice: Notice, reader: Resident) -> EmailMessage:
    """One notice as a letter."""
    title, body = render(notice, reader.language)
    with override(reader.language):
        link = f"{settings.PUBLIC_URL}/cases/{notice.case_id}/" if notice.case_id else f"{settings.PUBLIC_URL}/inbox/"
        foot = _("Sign in to read more: %(link)s") % {"link": link}
    return EmailMessage(" ".join(title.split()), f"{body}\n\n{foot}\n", to=[reader.email])


def _claim() -> list[Notice]:
    """Up to a batch of due notices that no other process has; each claimed for the length of the lease."""
    with transaction.atomic():
        due = Notice.objects.filter(email_at__lte=clock.now()).order_by("email_at").select_for_update(skip_locked=True)
        notices = list(due[:BATCH])
        for notice in notices:
            notice.email_tries += 1
            notice.email_at = clock.now() + LEASE
        Notice.objects.bulk_update(notices, ["email_tries", "email_at"])
    return notices


def _send(notice: Notice, reader: Resident, connection: BaseEmailBackend) -> None:
    try:
        connection.open()
        connection.send_messages([compose(notice, reader)])
    except (SMTPException, OSError) as error:
        connection.close()
        _failed(notice, error)
    else:
        notice.emailed_at = clock.now()
        _settle(notice)


def _failed(notice: Notice, error: Exception) -> None:
    """Try again later, unless the mail server says that it never will take it. The log names no address."""
    logger.warning("notice %s was not e-mailed (try %d): %s", notice.id, notice.email_tries, type(error).__name__)
    if _for_good(error) or notice.email_tries >= MOST_TRIES:
        _settle(notice, error=type(error).__name__)
        return
    notice.email_at = clock.now() + retry_after(notice.email_tries)
    notice.email_error = type(error).__name__
    notice.save(update_fields=["email_at", "email_error"])


def _for_good(error: Exception) -> bool:
    """A code of 500 or more is final (RFC 5321, 4.2.1)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= 500


def _settle(notice: Notice, *, error: str = "") -> None:
    """Nothing more to do for this notice."""
    notice.email_at, notice.email_error = None, error
    notice.save(update_fields=["email_at", "emailed_at", "email_error"])
