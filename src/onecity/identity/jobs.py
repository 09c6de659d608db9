"""Mail about accounts, and tidying up."""

from base64 import b64decode, b64encode
from smtplib import SMTPException

import msgspec
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from onecity.common.sealed import seal, unseal
from onecity.identity import limits

AGAIN = RetryStrategy(max_attempts=9, exponential_wait=4, retry_exceptions=[OSError, SMTPException])


def post(message: EmailMessage) -> None:
    """Have a message sent. It may carry a link that opens an account, so it waits sealed."""
    text = msgspec.json.encode([message.subject, message.body, message.to]).decode()
    send.defer(sealed=b64encode(seal(text)).decode())


@app.task(
    queue="mail", retry=RetryStrategy(max_attempts=9, exponential_wait=4, retry_exceptions=[OSError, SMTPException])
)
def send(sealed: str) -> None:
    """Send one message; tried for about a day while the mail server is away."""
    subject, body, to = msgspec.json.decode(unseal(b64decode(sealed)))
    EmailMessage(subject, body, to=to).send()


@app.periodic(cron="17 * * * *")
@app.task(queue="tidy", pass_context=False)
def tidy(timestamp: int) -> None:  # noqa: ARG001  the moment it was planned for
    """Forget who tried what, once it counts no longer, and the sessions that are over."""
    limits.forget_old()
    SessionStore.clear_expired()
