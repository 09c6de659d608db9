"""The words of a notice: made when it is read, in the reader's language, from its kind and facts."""

from collections.abc import Mapping
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812
from django.utils.translation import override

from onecity.common.text import Text
from onecity.notices.models import AgencyAlert, Notice

DAYS = ("promised_on", "answer_by", "due_on", "valid_until")
TO_RESIDENT = {
    "case-received": (
        N_("We have your application %(number)s"),
        N_("Your application “%(title)s” was received. You will have a decision by %(promised_on)s."),
    ),
    "more-asked": (
        N_("Please send more for %(number)s"),
        N_("The officer needs something more for “%(title)s”. Please answer by %(answer_by)s."),
    ),
    "more-reminder": (
        N_("Please answer soon: %(number)s"),
        N_("We are still waiting for your answer about “%(title)s”. Please answer by %(answer_by)s."),
    ),
    "more-missed": (
        N_("No answer came in time: %(number)s"),
        N_("The officer goes on with “%(title)s” with what there is. You can still write a message."),
    ),
    "deadline-moved": (
        N_("A new date for %(number)s"),
        N_("The clock stood while we waited for you. You will have a decision about “%(title)s” by %(promised_on)s."),
    ),
    "message": (N_("A message about %(number)s"), N_("An officer has written to you about “%(title)s”.")),
    "case-granted": (
        N_("Granted: %(number)s"),
        N_("Your application “%(title)s” was granted. Tell us how it went: you can rate the service."),
    ),
    "case-refused": (
        N_("A decision about %(number)s"),
        N_("Your application “%(title)s” was refused. The reason stands in the case. You can rate the service."),
    ),
    "case-withdrawn": (N_("Withdrawn: %(number)s"), N_("You have withdrawn your application “%(title)s”.")),
    "rating-answered": (
        N_("An answer to your rating"),
        N_("The agency has answered what you said about “%(title)s”."),
    ),
    "certificate-revoked": (
        N_("A certificate was revoked: %(number)s"),
        N_("The certificate from “%(title)s” is no longer valid. The reason stands in the case."),
    ),
    "contact-received": (
        N_("We have your report %(number)s"),
        N_("Your report was received. You are told of every step."),
    ),
    "contact-sent": (N_("On its way: %(number)s"), N_("Your report “%(title)s” was sent to the office in charge.")),
    "contact-answered": (
        N_("An answer to %(number)s"),
        N_("The office has answered your report “%(title)s”. Please say whether it is solved."),
    ),
    "contact-later": (
        N_("A new date for %(number)s"),
        N_("Your report “%(title)s” takes longer. You have an answer by %(due_on)s."),
    ),
    "contact-reopened": (
        N_("Open again: %(number)s"),
        N_("Your report “%(title)s” is with the office again."),
    ),
    "contact-merged": (
        N_("Joined with another: %(number)s"),
        N_("Your report “%(title)s” is the same as %(other)s, where it goes on."),
    ),
    "contact-closed": (
        N_("Closed: %(number)s"),
        N_("Your report was closed. The reason stands on its page."),
    ),
    "correction-answered": (
        N_("An answer to your correction"),
        N_("An agency has answered what you reported about its register."),
    ),
}
TO_AGENCY = {
    "due-soon": N_("%(number)s, %(title)s: due on %(due_on)s."),
    "due-today": N_("%(number)s, %(title)s: due today."),
    "overdue": N_("%(number)s, %(title)s: was due on %(due_on)s."),
    "more-missed": N_("%(number)s, %(title)s: the resident has not answered in time. Decide with what there is."),
    "bad-rating": N_("%(title)s was rated with %(stars)s of 5 stars. Answer within five working days."),
    "rating-due-soon": N_("A rating of %(title)s with %(stars)s of 5 stars must be answered by the next working day."),
    "rating-overdue": N_("A rating of %(title)s with %(stars)s of 5 stars is still not answered."),
    "order-warned": N_("Work order %(number)s, %(title)s: due on %(due_on)s."),
    "order-overdue": N_("Work order %(number)s, %(title)s: was due on %(due_on)s."),
    "topic-rises": N_("Unusually many speak of %(title)s: %(count)s in 24 hours; %(usual)s are usual."),
    "correction-wanted": N_("A resident reports a mistake in a register."),
}
UNKNOWN = (N_("News from the city"), N_("There is something new for you. Please look at your inbox."))


def render(notice: Notice, language: str) -> tuple[str, str]:
    """The title and the body of a notice."""
    return words_of(notice.kind, notice.facts, language)


def words_of(kind: str, facts: Mapping[str, object], language: str) -> tuple[str, str]:
    """The same from its kind and facts."""
    title, body = TO_RESIDENT.get(kind, UNKNOWN)
    with override(language):
        values = _Known(_values(facts))
        return _(title) % values, _(body) % values


def alert_in_words(alert: AgencyAlert) -> str:
    """One sentence for the desk, in the language of the page."""
    template = TO_AGENCY.get(alert.kind)
    return _(template) % _Known(_values(alert.facts)) if template else alert.kind


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def _values(facts: Mapping[str, object]) -> dict[str, str]:
    return {name: _in_words(name, value) for name, value in facts.items()}


def _in_words(name: str, value: object) -> str:
    if name in DAYS and value:
        return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
    return str(Text(value)) if isinstance(value, Mapping) else str(value)
