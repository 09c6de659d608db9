"""*Your things*: what a resident has going on, the most pressing first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from onecity.applications import queries as applications
from onecity.applications.models import Case
from onecity.catalogue import queries as catalogue
from onecity.certificates.models import Certificate
from onecity.certificates.queries import certificates_of
from onecity.common import clock
from onecity.common.errors import NotFound
from onecity.common.text import Text
from onecity.forms.models import Draft
from onecity.forms.queries import drafts_of

SOON = timedelta(days=90)  # a certificate that expires within this is one of her things
FEW = 3  # of each kind


@dataclass(frozen=True, slots=True)
class Thing:
    """One card on the first page. ``state`` colours its chip only where that means something."""

    icon: str
    title: str
    words: str
    href: str
    chip: str = ""
    state: str = ""


def things_of(resident_id: UUID, account_id: UUID, renewals: Mapping[str, date]) -> list[Thing]:
    """Her open cases with what she is asked first, drafts, what expires in a register, certificates that expire."""
    cases = sorted(applications.open_cases_of(resident_id), key=lambda case: case.state != Case.WAITING)
    drafts = drafts_of(account_id, resident_id)[:FEW]
    begun = {case.service for case in cases} | {draft.service for draft in drafts}
    due = [_of_renewal(code, day) for code, day in renewals.items() if code not in begun]
    expiring = [given for given in certificates_of(resident_id) if _expires_soon(given, clock.today())][:FEW]
    return [*map(_of_case, cases), *map(_of_draft, drafts), *due, *map(_of_certificate, expiring)]


def title_of(code: str) -> str:
    try:
        return str(catalogue.get_service(code).title)
    except NotFound:
        return code


def _of_case(case: Case) -> Thing:
    href = reverse("case", args=[case.id])
    if case.state == Case.WAITING:
        words = _("The officer asks you for something more. Answer here.")
        return Thing("message-circle-question-mark", title_of(case.service), words, href, _("Waiting for you"), "amber")
    words = _("You will have a decision by %(day)s.") % {"day": _day(case.promised_on)}
    return Thing("clipboard-check", title_of(case.service), words, href, _("In work"), "accent")


def _of_draft(draft: Draft) -> Thing:
    href = reverse("draft", args=[draft.id])
    saved = clock.city_zone()
    words = _("Begun, not sent yet. Last saved on %(day)s.") % {"day": _day(draft.saved_at.astimezone(saved).date())}
    return Thing("pencil-line", title_of(draft.service), words, href, _("Go on"))


def _of_renewal(code: str, day: date) -> Thing:
    words = _("Expires on %(day)s.") % {"day": _day(day)}
    return Thing(
        "calendar-clock", title_of(code), words, reverse("service", args=[code]), _("You can renew it now"), "amber"
    )


def _of_certificate(given: Certificate) -> Thing:
    assert given.valid_until  # noqa: S101  it expires soon
    words = _("Expires on %(day)s.") % {"day": _day(given.valid_until)}
    title = str(Text(given.data["title"]))
    return Thing("badge-check", title, words, reverse("service", args=[given.service]), _("Renew"), "amber")


def _expires_soon(given: Certificate, today: date) -> bool:
    if given.valid_until is None or given.revoked_at is not None:
        return False
    return today <= given.valid_until <= today + SOON


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
