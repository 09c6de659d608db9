"""How a work order stands, for the desk."""

from datetime import timedelta

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from onecity.common import clock
from onecity.contact.definition import Article
from onecity.contact.markup import as_html
from onecity.contact.models import WorkOrder
from onecity.contact.words import ORDER_STATES, agency_name, district_name, moment_in_words, topic_title

register = template.Library()
register.filter("topic_title", topic_title)
register.filter("office_name", agency_name)
register.filter("district_name", district_name)
SOON = timedelta(days=1)


@register.simple_tag
def order_due(order: WorkOrder) -> SafeString:
    """The time that is left, as a chip: calm, then amber, then red."""
    return format_html('<span class="desk-chip desk-chip--{}">{}</span>', *_urgency(order))


def _urgency(order: WorkOrder) -> tuple[str, str]:
    if order.done_at:
        return "done", str(ORDER_STATES[order.state])
    left, moment = order.due_at - clock.now(), moment_in_words(order.due_at)
    if left < timedelta(0):
        return "late", _("overdue since %(day)s") % {"day": moment}
    return ("soon" if left <= SOON or order.urgent else "calm"), _("due %(day)s") % {"day": moment}


@register.filter
def article_html(article: Article) -> SafeString:
    return as_html(str(article.text))


@register.filter
def percent(share: float) -> int:
    return round(share * 100)
