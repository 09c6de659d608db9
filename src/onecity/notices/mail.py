"""Notices by e-mail, for those who want them: plain text, in their language, with nothing personal but the number."""

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils.translation import gettext as _
from django.utils.translation import override

from onecity.notices import sending
from onecity.notices.models import Notice
from onecity.notices.words import render
from onecity.people import queries as people
from onecity.people.models import Resident


def send_due() -> int:
    """Send what is due, one batch over one connection to the mail server; how many notices were looked at."""
    notices = sending.claim(Notice)
    readers = people.residents_by_id({notice.resident_id for notice in notices})
    connection = get_connection()
    for notice in notices:
        reader = readers.get(notice.resident_id)
        if reader and reader.email and reader.notices_by_email:
            sending.send(notice, compose(notice, reader), connection)
        else:
            notice.settle()
    connection.close()
    return len(notices)


def compose(notice: Notice, reader: Resident) -> EmailMessage:
    """One notice as a letter."""
    title, body = render(notice, reader.language)
    with override(reader.language):
        link = f"{settings.PUBLIC_URL}/cases/{notice.case_id}/" if notice.case_id else f"{settings.PUBLIC_URL}/inbox/"
        foot = _("Sign in to read more: %(link)s") % {"link": link}
    return EmailMessage(" ".join(title.split()), f"{body}\n\n{foot}\n", to=[reader.email])
