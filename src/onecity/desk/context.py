"""What every page of the desk shows in its bar."""

from django.http import HttpRequest

from onecity.applications.words import agency_name
from onecity.identity import roles
from onecity.identity.models import Account
from onecity.notices import queries as notices


def bar(request: HttpRequest) -> dict[str, object]:
    """The officer's agency, the others she may choose, and how many alerts nobody has seen."""
    officer = getattr(request, "actor", None)
    if officer is None or officer.kind != "officer" or not isinstance(request.user, Account):
        return {}
    offices = [(role.agency, agency_name(role.agency)) for role in roles.offices(request)]
    return {"offices": offices, "office": agency_name(officer.agency), "unseen_alerts": notices.unseen_alerts(officer)}
