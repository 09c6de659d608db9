"""What people write into a case: something, not too much of it, and nothing that a database cannot keep."""

from onecity.applications.refusals import TextTooLong
from onecity.common.errors import Refusal

MESSAGE = 5000  # characters
REASON = 2000
COMMENT = 1000


def checked(text: str, *, field: str, limit: int, missing: type[Refusal] | None = None) -> str:
    """The text without blanks around it and without NUL. Refused when too long; when empty, if ``missing`` says so."""
    text = text.replace("\x00", "").strip()
    if missing and not text:
        raise missing
    if len(text) > limit:
        raise TextTooLong(field, limit)
    return text
