"""Who calls: a program with a bearer token, or a page with the session of somebody who is signed in."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer, SessionAuth

from onecity.common.actor import Actor
from onecity.common.errors import NotAllowed
from onecity.identity.domain import account_or_agency_of
from onecity.identity.queries import resident_actor


class Token(HttpBearer):
    """A token of a resident's account or of an agency's system."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        return account_or_agency_of(token)


class Session(SessionAuth):
    """The session cookie of a resident. What changes something needs the CSRF token as well."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        return super().__call__(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return resident_actor(request.user) if key and request.user.is_authenticated else None


class WrongRole(NotAllowed):
    code = "wrong-role"


ANYBODY_SIGNED_IN = [Token(), Session()]
AGENCY = [Token()]


def resident(request: HttpRequest) -> Actor:
    """The resident who calls. An agency's token is refused."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if actor.kind != "resident":
        raise WrongRole(_("This is for residents."), next_step=_("Use the token of a resident's account."))
    return actor


def resident_id(request: HttpRequest) -> UUID:
    """Her own id in the population register."""
    found = resident(request).resident
    if found is None:
        raise WrongRole(_("This is for residents."), next_step=_("Use the token of a resident's account."))
    return found


def agency(request: HttpRequest) -> Actor:
    """The agency's system that calls. A resident's token is refused."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    if actor.kind != "client":
        raise WrongRole(_("This is for agencies."), next_step=_("Use the token of an agency."))
    return actor
