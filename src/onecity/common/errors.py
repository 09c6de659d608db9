"""Refusals: what a person is told when something cannot be done."""

from collections.abc import Mapping


class Refusal(Exception):
    """Something was refused, in words for the person who asked.

    ``code``       stable, for machines: ``case-already-decided``
    ``message``    what happened, and what was kept: one plain sentence, translated
    ``next_step``  what to do now: one plain sentence, translated
    ``status``     the HTTP status of the API's answer (RFC 9457)
    ``fields``     messages by field, when single fields are wrong
    """

    code = "refused"
    status = 409

    def __init__(
        self,
        message: str,
        *,
        next_step: str = "",
        code: str = "",
        status: int = 0,
        fields: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step
        self.code = code or self.code
        self.status = status or self.status
        self.fields = dict(fields or {})


class NotFound(Refusal):
    """There is no such thing, or not for this person: the two look alike on purpose."""

    code = "not-found"
    status = 404


class NotAllowed(Refusal):
    """This person may not do this."""

    code = "not-allowed"
    status = 403


class Invalid(Refusal):
    """What was sent cannot be used; ``fields`` says where and why."""

    code = "invalid"
    status = 422
