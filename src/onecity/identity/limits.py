"""How often somebody may try: counted in the database by one statement, so that parallel tries count too."""

from datetime import timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.db import connection
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onecity.common.clock import now
from onecity.common.errors import Refusal
from onecity.identity.models import Limit

COUNT = """
INSERT INTO identity_limit (key, count, until) VALUES (%(key)s, 1, %(until)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN identity_limit.until < %(now)s THEN 1 ELSE identity_limit.count + 1 END,
    until = CASE WHEN identity_limit.until < %(now)s THEN %(until)s ELSE identity_limit.until END
RETURNING count
"""


class TooOften(Refusal):
    """Tried more often than anybody needs to."""

    code = "too-often"
    status = 429


def allow(*, what: str, who: str, times: int, within: timedelta) -> bool:
    """Count a try, and say whether it is still one of the ``times`` allowed within a span."""
    moment = now()
    key = f"{what}:{sha256(who.encode()).hexdigest()}"  # no address and no number is stored
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "now": moment, "until": moment + within})
        return bool(cursor.fetchone()[0] <= times)


def check(*, what: str, who: str, times: int, within: timedelta) -> None:
    """Count a try. Refuses with ``TooOften`` when there were too many."""
    if not allow(what=what, who=who, times=times, within=within):
        raise TooOften(_("You have tried this too often."), next_step=_("Wait a while, then try again."))


def address_of(request: HttpRequest) -> str:
    """The network address a request comes from, as the limits see it (one household's IPv6 network counts as one)."""
    address = ip_address(get_adapter(request).get_client_ip(request))
    return str(ip_network((address, 64), strict=False) if address.version == 6 else address)


def forget_old() -> None:
    """Take away the spans that are over."""
    Limit.objects.filter(until__lt=now()).delete()
