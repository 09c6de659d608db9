"""How a report stands, for the reporter's page."""

from django import template
from django.utils.safestring import SafeString

from onecity.contact.definition import Article
from onecity.contact.domain import may_reopen
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


@register.filter(name="may_reopen")
def may_be_reopened(report: ContactRequest) -> bool:
    """Closed, answered, and still within the window."""
    if report.state not in (ContactRequest.SOLVED, ContactRequest.CLOSED) or report.at_first_contact:
        return False
    return may_reopen(report)
