"""Why something cannot be done about a contact request, in words for the person who tried."""

from django.utils.translation import gettext as _

from onecity.common.errors import Invalid, NotAllowed, NotFound, Refusal


class NoSuchRequest(NotFound):
    code = "no-such-request"

    def __init__(self) -> None:
        super().__init__(_("There is no such report."), next_step=_("Check the number or the link."))


class NoSuchOrder(NotFound):
    code = "no-such-order"

    def __init__(self) -> None:
        super().__init__(_("There is no such work order."), next_step=_("Go back to the list."))


class NoSuchUnit(Invalid):
    code = "no-such-unit"

    def __init__(self) -> None:
        super().__init__(_("Choose another unit of the agency."))


class NoSuchCall(NotFound):
    code = "no-such-call"

    def __init__(self) -> None:
        super().__init__(_("There is no such call."), next_step=_("Go back to the list."))


class NoSuchLetter(NotFound):
    code = "no-such-letter"

    def __init__(self) -> None:
        super().__init__(_("There is no such letter, or it has been taken in."), next_step=_("Go back to the list."))


class NoSuchRecording(NotFound):
    code = "no-such-recording"

    def __init__(self) -> None:
        super().__init__(_("There is no such recording."), next_step=_("Go back to the list."))


class NoSuchTopic(Invalid):
    code = "no-such-topic"

    def __init__(self, topic: str) -> None:
        super().__init__(_("There is no topic called %(topic)s.") % {"topic": topic}, fields={"topic": topic})


class WordsMissing(Invalid):
    code = "words-missing"

    def __init__(self) -> None:
        words = _("Say in a few words what it is about.")
        super().__init__(words, fields={"words": words})


class WordsTooLong(Invalid):
    code = "words-too-long"

    def __init__(self, limit: int) -> None:
        words = _("At most %(limit)s characters: please say it more briefly.") % {"limit": limit}
        super().__init__(words, fields={"words": words})


class OutcomeMissing(Invalid):
    code = "outcome-missing"

    def __init__(self) -> None:
        words = _("Say what was done: the reporter will read it.")
        super().__init__(words, fields={"outcome": words})


class ReasonMissing(Invalid):
    code = "reason-missing"

    def __init__(self) -> None:
        words = _("Say why: a colleague will read it.")
        super().__init__(words, fields={"reason": words})


class NotYours(NotAllowed):
    code = "not-your-work"

    def __init__(self) -> None:
        super().__init__(_("This is not the work of your unit."), next_step=_("Go back to your list."))


class OrderDone(Refusal):
    code = "order-done"

    def __init__(self) -> None:
        super().__init__(_("This work order has already been closed."), next_step=_("Look at what was done."))


class OrderTaken(Refusal):
    code = "order-taken"

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s has taken this work order.") % {"name": name}, next_step=_("Take another one."))


class AlreadySorted(Refusal):
    code = "already-sorted"

    def __init__(self) -> None:
        super().__init__(_("Somebody has sorted this already."), next_step=_("Take the next one."))


class RequestEnded(Refusal):
    code = "request-ended"

    def __init__(self) -> None:
        super().__init__(_("This report is closed."), next_step=_("If it is still so, report it again."))


class NotAnswered(Refusal):
    code = "not-answered"

    def __init__(self) -> None:
        super().__init__(_("The agency has not answered yet."), next_step=_("You are told when it has."))


class TooLateToReopen(Refusal):
    code = "too-late"

    def __init__(self, days: int) -> None:
        super().__init__(
            _("A report can be reopened within %(days)s days of its answer.") % {"days": days},
            next_step=_("If it is still so, report it again."),
        )


class PictureRefused(Invalid):
    code = "picture-refused"

    def __init__(self, words: str) -> None:
        super().__init__(
            words, next_step=_("Send a photo as JPEG or PNG, of 10 MB at most."), fields={"picture": words}
        )
