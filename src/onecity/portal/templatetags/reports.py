"""How a report stands, for the reporter's page."""

from django import template
from django.utils.safestring import SafeString

from onecity.common import clock
from onecity.contact import clock as deadlines
from onecity.contact.definition import Article
from onecity.contact.markup import as_html
from onecity.contact.models import ContactRequest
from onecity.contact.words import STATES, topic_title

register = template.Library()
register.filter("topic_title", topic_title)

ICONS = {
    "received": "send", "sorted": "signpost", "contacted": "phone", "answered": "message-circle-check",
    "answered-at-once": "book-open-check", "solved": "check-check", "reopened": "rotate-ccw", "refused": "x",
    "merged": "git-merge", "added": "message-circle", "extension-granted": "calendar-clock",
}  # fmt: skip
COLOURS = {"solved": "good", "answered": "amber", "closed": "plain", "merged": "plain"}


@register.filter
def article_html(article: Article) -> SafeString:
    return as_html(str(article.text))


@register.filter
def report_state(report: ContactRequest) -> str:
    return str(STATES[report.state])


@register.filter
def report_colour(report: ContactRequest) -> str:
    """The kind of its chip and of the panel beside it."""
    return COLOURS.get(report.state, "work")


@register.filter
def report_kind(kind: str) -> str:
    return {"solved": "good", "refused": "bad", "reopened": "bad"}.get(kind, "")


@register.filter
def report_icon(kind: str) -> str:
    return ICONS.get(kind, "circle-dot")


@register.filter
def may_reopen(report: ContactRequest) -> bool:
    """Closed, answered, and still within the window."""
    if report.state not in (ContactRequest.SOLVED, ContactRequest.CLOSED) or report.at_first_contact:
        return False
    return report.answered_at is not None and clock.now() <= deadlines.may_reopen_until(report.answered_at)
