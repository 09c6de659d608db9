"""A process that takes in mail and kills itself (SIGKILL) at the point that is named; a program of its own.

dying_mail.py before-seen | before-commit | nowhere
"""

import os
import signal
import sys

import django

django.setup()

from onecity.contact import mail, mail_jobs, mailbox  # noqa: E402  Django comes first


def die(*_anything, **_more):
    os.kill(os.getpid(), signal.SIGKILL)


def die_before_seen():
    """The letter is stored; the mail server does not know it yet."""
    uid = mailbox.Server.uid
    mailbox.Server.uid = lambda server, command, *more: die() if command == "STORE" else uid(server, command, *more)


def die_before_commit():
    """The report is made; the transaction is not done."""
    mail._settle = die


if __name__ == "__main__":
    {"before-seen": die_before_seen, "before-commit": die_before_commit, "nowhere": lambda: None}[sys.argv[1]]()
    mail_jobs.fetch_mail()
    mail.take_in_waiting()
