"""Text that a stranger's program sent: plain, short enough, and without markup."""

import re

from django.utils.translation import gettext as _

from onecity.common.errors import Invalid
from onecity.common.typed import clean

MARKUP = re.compile(
    r"<\s*[/!?]?\s*[a-zA-Z\[][^<>]{0,2000}>|<!--|<\s*/?\s*(?:script|style|iframe|img|svg|object)\b", re.IGNORECASE
)
LIMITS = {
    "description": 4000,
    "address_string": 300,
    "first_name": 60,
    "last_name": 60,
    "phone": 30,
    "email": 254,
}  # characters; the first is the specification's


def plain(name: str, text: str, limit: int = 0) -> str:
    """A parameter as it is kept. Refuses markup and what is too long, in words for the person who wrote it."""
    limit = limit or LIMITS[name]
    if len(text) > limit:
        raise wrong(
            name, _("At most %(limit)d characters; there are %(count)d.") % {"limit": limit, "count": len(text)}
        )
    if MARKUP.search(text):
        raise wrong(name, _("Write plain text: markup such as HTML or XML is not taken."))
    return clean(text, lines=name == "description")


def wrong(name: str, words: str) -> Invalid:
    return Invalid(_("Something in the request cannot be used."), fields={name: words})
