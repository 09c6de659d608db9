"""Refusals of the broker, as the standard names them (ETSI GS CIM 009, 5.5.2 and 6.3.2; RFC 9457)."""

from typing import ClassVar

import msgspec

ERRORS = "https://uri.etsi.org/ngsi-ld/errors/"


class Problem(Exception):
    """Something was refused; ``title`` is short, ``detail`` says what to mend."""

    kind: ClassVar[str] = "InternalError"
    status: ClassVar[int] = 500

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail

    def body(self) -> bytes:
        """The ProblemDetails, as JSON."""
        members: dict[str, object] = {"type": ERRORS + self.kind, "title": self.title, "status": self.status}
        return msgspec.json.encode(members | ({"detail": self.detail} if self.detail else {}))


class InvalidRequest(Problem):
    """The request cannot be read: no JSON, or of the wrong shape altogether."""

    kind = "InvalidRequest"
    status = 400


class BadRequestData(Problem):
    """The request can be read, but holds what the standard does not allow."""

    kind = "BadRequestData"
    status = 400


class ResourceNotFound(Problem):
    """There is no such thing."""

    kind = "ResourceNotFound"
    status = 404


class AlreadyExists(Problem):
    """There is one already under this name."""

    kind = "AlreadyExists"
    status = 409


class OperationNotSupported(Problem):
    """This is never done, or not by this broker."""

    kind = "OperationNotSupported"
    status = 422


class TooComplexQuery(Problem):
    """The query would cost more than one caller may ask for."""

    kind = "TooComplexQuery"
    status = 403


class TooManyResults(Problem):
    """The answer would be larger than one caller may ask for."""

    kind = "TooManyResults"
    status = 403


class LdContextNotAvailable(Problem):
    """A remote @context is not at hand: not preloaded, not on the allow-list, or its server does not answer."""

    kind = "LdContextNotAvailable"
    status = 503


class NonexistentTenant(Problem):
    """The tenant is not known, and only writing makes one."""

    kind = "NonexistentTenant"
    status = 404


class InternalError(Problem):
    """Something failed here; what was sent may be sent again."""

    kind = "InternalError"
    status = 503


class NotAcceptable(Problem):
    """The caller accepts none of the kinds of answer there are."""

    kind = "InvalidRequest"
    status = 406


class UnsupportedMediaType(Problem):
    """What the caller sends is of a kind that is not understood."""

    kind = "InvalidRequest"
    status = 415


class MethodNotAllowed(Problem):
    """This address is there, but not for this method."""

    kind = "OperationNotSupported"
    status = 405


class Unauthorized(Problem):
    """The caller is not known."""

    kind = "Unauthorized"
    status = 401


class Forbidden(Problem):
    """The caller is known, and may not do this."""

    kind = "Forbidden"
    status = 403
