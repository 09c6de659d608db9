"""The address of a reporter's own page: whoever has the link may read it, so it is told to her alone."""

from django.conf import settings


def report_link(token: str) -> str:
    """The whole address; empty without a token (a report that was stored before tells its token to nobody again)."""
    return f"{settings.PUBLIC_URL}/report/{token}/" if token else ""
