"""What a program is told when something is refused: ``errors``, with the codes of HTTP that the specification allows.

404 for what does not exist, 403 for a key that is missing or wrong, 400 for everything else. Beyond it: 405 for a
method that an address does not know, 429 for a burst, 503 while the database is away, 500 for a mistake of ours.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _

from onecity.api.open311 import documents
from onecity.common.errors import Invalid, Refusal
from onecity.common.outages import UNAVAILABLE

logger = logging.getLogger(__name__)
KEPT = frozenset((403, 404, 405, 429, 500, 503))
TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
BROKEN = (MultiPartParserError, UnreadablePostError, SuspiciousOperation)


class NoKey(Refusal):
    """The api_key is missing or not valid."""

    code = "no-key"
    status = 403


class WrongMethod(Refusal):
    code = "wrong-method"
    status = 405


def errors(refusal: Refusal, form: str) -> HttpResponse:
    """A refusal as the specification writes it; one error for each field, when single fields are wrong."""
    status = status_of(refusal)
    said = [f"{name}: {words}" for name, words in refusal.fields.items()] or [_sentence(refusal)]
    content = [{"code": status, "description": words} for words in said]
    answer = documents.answer("errors", content, form, status=status)
    if status in (429, 503):
        answer["Retry-After"] = "60"
    return answer


def status_of(refusal: Refusal) -> int:
    """A token that is not valid is 401 elsewhere in the house; here it is 403."""
    if refusal.status == 401:
        return 403
    return refusal.status if refusal.status in KEPT else 400


def unexpected(error: Exception) -> Refusal:
    """What to say of an error that is no refusal. A mistake of ours is logged with its trace, and told without."""
    for kinds, refusal in WORDS:
        if isinstance(error, kinds):
            return refusal()
    logger.error("unexpected error in Open311", exc_info=error)
    words = _("Something went wrong on our side. Nothing was stored.")
    return Refusal(words, next_step=_("Try again in a while."), code="our-fault", status=500)


def _sentence(refusal: Refusal) -> str:
    return " ".join(filter(None, [refusal.message, refusal.next_step]))


def _too_big() -> Refusal:
    return Invalid(_("The request is too big."), next_step=_("Send less at a time."))


def _broken() -> Refusal:
    return Invalid(_("The request cannot be read."), next_step=_("Check its headers and its encoding."))


def _away() -> Refusal:
    words = _("The city's database cannot be reached just now.")
    return Refusal(words, next_step=_("Try again in a while."), code="unavailable", status=503)


WORDS: tuple[tuple[tuple[type[Exception], ...], Callable[[], Refusal]], ...] = (
    (TOO_BIG, _too_big),
    (BROKEN, _broken),
    (UNAVAILABLE, _away),
)
