"""Word of each step to whoever reported: in her inbox when she is known, else by e-mail when she left an address."""

from collections.abc import Mapping

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import override

from onecity.contact import releases
from onecity.contact.links import report_link
from onecity.contact.models import ContactRequest
from onecity.contact.reporter import opened
from onecity.notices import domain as notices
from onecity.notices import letters
from onecity.notices.models import Letter


def tell(request: ContactRequest, kind: str, *, thread: str = "", **facts: object) -> list[Model]:
    """Rows to be stored with the act itself; none for somebody who left nothing of herself."""
    topic = releases.current().topics.get(request.topic)
    about = {"number": request.number, "title": topic.title if topic else request.number, **facts}
    if request.resident_id:
        return [notices.new_notice(resident_id=request.resident_id, kind=kind, facts=about)]
    return [*_letters(request, kind, about, thread)] if request.email_mark else []


def language_of_words(language: str) -> str:
    """The language in which somebody who reported is written to: hers, else English."""
    return "zh-hans" if language.startswith("zh") else "en"


def _letters(request: ContactRequest, kind: str, about: Mapping[str, object], thread: str) -> list[Letter]:
    """One letter with the link to her page, which is hers alone."""
    who = opened(request.reporter)
    language = language_of_words(request.language)
    with override(language):
        foot = _("Follow your report here, and answer here. The link is yours alone: %(link)s") % {
            "link": report_link(who.token)
        }
    return letters.told(kind, about, to=who.email, language=language, foot=foot, thread=thread)
