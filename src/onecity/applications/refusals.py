"""Why something cannot be done in a case, in words for the person who tried."""

from django.utils.translation import gettext as _

from onecity.common.errors import Invalid, NotAllowed, NotFound, Refusal


class NoSuchCase(NotFound):
    code = "no-such-case"

    def __init__(self) -> None:
        super().__init__(_("There is no such case."), next_step=_("Look at the list of your cases."))


class NoSuchTask(NotFound):
    code = "no-such-task"

    def __init__(self) -> None:
        super().__init__(_("There is no such task."), next_step=_("Go back to the queue."))


class MayNotFileFor(NotAllowed):
    code = "may-not-act"

    def __init__(self) -> None:
        super().__init__(
            _("You may not file this application for this person."),
            next_step=_("Your draft is kept. Check for whom you are acting at the top of the page."),
        )


class NotEligible(Refusal):
    code = "not-eligible"
    status = 422

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(
            " ".join(reasons),
            next_step=_("Your draft is kept. If what the city knows of you is wrong, report it beside the field."),
        )
        self.reasons = reasons


class AnswersWrong(Invalid):
    code = "answers-wrong"

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(
            _("Some answers are missing or cannot be right."),
            next_step=_("Nothing was lost. Correct the answers named here and send the application again."),
            fields=fields,
        )


class ServiceClosed(Refusal):
    code = "service-closed"

    def __init__(self) -> None:
        super().__init__(
            _("This service is no longer offered."), next_step=_("Search for the service that took its place.")
        )


class CaseEnded(Refusal):
    code = "case-ended"

    def __init__(self) -> None:
        super().__init__(_("This case has ended."), next_step=_("If you still need something, apply again."))


class TaskTaken(Refusal):
    code = "task-taken"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("%(name)s is working on this task.") % {"name": name},
            next_step=_("Take another task, or ask the head of the unit to assign this one to you."),
        )


class TaskDone(Refusal):
    """Somebody was first: the words say who did what."""

    code = "task-done"

    def __init__(self, what: str) -> None:
        super().__init__(what, next_step=_("Nothing you did was stored. Open the case to see what happened."))


class TaskNotTaken(Refusal):
    code = "task-not-taken"

    def __init__(self) -> None:
        super().__init__(_("You have not taken this task."), next_step=_("Take the task first."))


class HeadsOnly(NotAllowed):
    code = "heads-only"

    def __init__(self) -> None:
        super().__init__(_("Only the head of the unit may do this."), next_step=_("Ask the head of the unit."))


class NotInUnit(Refusal):
    code = "not-in-unit"

    def __init__(self) -> None:
        super().__init__(_("This person holds no post in the unit."), next_step=_("Choose somebody of the unit."))


class ReasonMissing(Invalid):
    code = "reason-missing"

    def __init__(self) -> None:
        words = _("Write the reason: the resident will read it.")
        super().__init__(words, next_step=_("Write one or two plain sentences."), fields={"reason": words})


class TextMissing(Invalid):
    code = "text-missing"

    def __init__(self) -> None:
        words = _("Write what you want to say.")
        super().__init__(words, next_step=_("Write at least one sentence."), fields={"text": words})


class TextTooLong(Invalid):
    code = "text-too-long"

    def __init__(self, field: str, limit: int) -> None:
        words = _("This is too long: at most %(limit)d characters.") % {"limit": limit}
        super().__init__(words, next_step=_("Shorten it."), fields={field: words})


class NothingAsked(Refusal):
    code = "nothing-asked"

    def __init__(self) -> None:
        super().__init__(
            _("Nobody is waiting for an answer in this case."), next_step=_("You can write a message instead.")
        )


class AlreadyAsked(Refusal):
    code = "already-asked"

    def __init__(self) -> None:
        super().__init__(
            _("The resident has been asked already and has not answered yet."),
            next_step=_("Wait for the answer, or write a message."),
        )


class NoRatingYet(Refusal):
    code = "no-rating-yet"

    def __init__(self) -> None:
        super().__init__(
            _("You can rate the service once there is a decision."), next_step=_("We will invite you then.")
        )


class RatedAlready(Refusal):
    code = "rated-already"

    def __init__(self) -> None:
        super().__init__(_("You have rated this service already."), next_step=_("Thank you: nothing more is needed."))


class NoSuchUnit(Invalid):
    code = "no-such-unit"

    def __init__(self) -> None:
        words = _("There is no such agency and unit.")
        super().__init__(words, next_step=_("Choose a unit from the list."), fields={"unit": words})


class StarsWrong(Invalid):
    code = "stars-wrong"

    def __init__(self) -> None:
        words = _("Choose from one to five stars.")
        super().__init__(words, next_step=_("Choose a number of stars."), fields={"stars": words})


class KeyReused(Invalid):
    code = "key-reused"

    def __init__(self) -> None:
        super().__init__(
            _("This idempotency key was used for another application."),
            next_step=_("Use a new key for each application."),
        )


class NoNumber(Refusal):
    code = "no-number"
    status = 503

    def __init__(self) -> None:
        super().__init__(_("No case number could be found."), next_step=_("Nothing was lost. Send it once more."))
