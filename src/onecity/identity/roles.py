"""Who is asking, and as what. A person with several roles acts in one at a time, and the face chooses which.

Each decorator stands on a view, sends a stranger to the sign-in page and back, refuses everybody else, and leaves
the chosen role where ``actor(request)`` finds it. Nothing is ever decided from the path of a request.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onecity.common.actor import Actor
from onecity.common.errors import NotAllowed
from onecity.identity import queries, sessions, suspended
from onecity.identity.models import Account
from onecity.identity.proof import second_factor_given, step_up_required, where_to_add_factor

__all__ = [
    "account_of", "actor", "actor_or_none", "administrator_required", "auditor_required", "choose_agency",
    "designer_required", "officer_required", "operator_required", "resident_required", "step_up_required",
]  # fmt: skip

View = Callable[..., HttpResponse]
Choice = Callable[[HttpRequest], Actor | None]
AGENCY = "agency"  # session key: the agency for which an officer of several acts now


def account_of(request: HttpRequest) -> Account | None:
    """Who is signed in; none for a stranger, nor for a request refused before anybody could be asked."""
    user = getattr(request, "user", None)
    return user if user and user.is_authenticated else None


def actor(request: HttpRequest) -> Actor:
    """The role in which somebody acts here: the one the view asks for, else the resident. Refuses a stranger."""
    chosen = getattr(request, "actor", None) or _resident(request)
    if chosen is None:
        raise _not_for("resident")
    return cast("Actor", chosen)


def actor_or_none(request: HttpRequest) -> Actor | None:
    """As ``actor``, for pages that a stranger may see too."""
    return getattr(request, "actor", None) or _resident(request)


def choose_agency(request: HttpRequest, agency: str) -> None:
    """From now on act for this agency. Refuses an agency in which the account holds no post today."""
    if agency not in {role.agency for role in queries.officer_actors(cast("Account", request.user))}:
        raise _not_for("officer")
    request.session[AGENCY] = agency


def offices(request: HttpRequest) -> list[Actor]:
    """The agencies for which the signed-in account may act as an officer, looked up once a request."""
    if not hasattr(request, "offices"):
        request.offices = queries.officer_actors(cast("Account", request.user))  # type: ignore[attr-defined]
    found: list[Actor] = request.offices  # type: ignore[attr-defined]
    return found


def _resident(request: HttpRequest) -> Actor | None:
    account = account_of(request)
    return queries.resident_actor(account) if account else None


def _officer(request: HttpRequest) -> Actor | None:
    roles = offices(request)
    wanted = request.session.get(AGENCY)
    return next((role for role in roles if role.agency == wanted), roles[0] if roles else None)


def _designer(request: HttpRequest) -> Actor | None:
    account = cast("Account", request.user)
    return queries.designer_actor(account) or _officer(request) or queries.administrator_actor(account)


def _operator(request: HttpRequest) -> Actor | None:
    return queries.operator_actor(cast("Account", request.user))


def _administrator(request: HttpRequest) -> Actor | None:
    return queries.administrator_actor(cast("Account", request.user))


def _auditor(request: HttpRequest) -> Actor | None:
    return queries.auditor_actor(cast("Account", request.user))


def _not_for(role: str) -> NotAllowed:
    words = {
        "resident": _("This page is for residents."),
        "officer": _("This page is for officers of an agency."),
        "operator": _("This page is for operators of the single number."),
        "designer": _("This page is for service designers."),
        "administrator": _("This page is for administrators."),
        "auditor": _("This page is for auditors."),
    }
    return NotAllowed(words[role], next_step=_("Sign in with an account that has this role."), code="wrong-role")


def _required(role: str, choose: Choice, *, office: bool = True) -> Callable[[View], View]:
    """``office``: stricter limits of a session, and a second factor in production."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            chosen = choose(request)
            if chosen is None:
                raise _not_for(role)
            stopped = _office_rules(request) if office else None
            request.actor = chosen  # type: ignore[attr-defined]
            return stopped or view(request, *args, **kwargs)

        return answer

    return decorate


def _office_rules(request: HttpRequest) -> HttpResponse | None:
    """What holds for whoever works with other people's data; an answer when it does not hold."""
    if sessions.is_over(request, *settings.SESSION_LIMITS["office"]):
        return sessions.end(request)
    if settings.SECOND_FACTOR_REQUIRED and not second_factor_given(request):
        return suspended.ask_first(request, where_to_add_factor(request), account=str(request.user.pk))
    return None


resident_required = _required("resident", _resident, office=False)
officer_required = _required("officer", _officer)
operator_required = _required("operator", _operator)
designer_required = _required("designer", _designer)
administrator_required = _required("administrator", _administrator)
auditor_required = _required("auditor", _auditor)
