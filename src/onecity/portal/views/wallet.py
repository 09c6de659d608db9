"""Her certificates, as cards; and the paper itself."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from onecity.certificates import queries
from onecity.certificates.codes import show_code
from onecity.certificates.document import check_address, hand_out, qr_svg
from onecity.certificates.domain import said_by
from onecity.certificates.models import Certificate
from onecity.common import clock
from onecity.identity.roles import actor, step_up_required
from onecity.portal.acting import resident_page, whom
from onecity.portal.views.files import attachment
from onecity.portal.views.inbox import after_of

PAGE = 12  # cards


@require_safe
@resident_page
def certificates(request: HttpRequest) -> HttpResponse:
    found = queries.certificates_of(whom(request).resident_id, after_of(request), limit=PAGE + 1)
    context = {
        "cards": [_card(given) for given in found[:PAGE]],
        "after": found[PAGE - 1].id if len(found) > PAGE else "",
        "here": "certificates",
    }
    return render(request, "portal/certificates.html", context)


@require_safe
@resident_page
@step_up_required
def pdf(request: HttpRequest, certificate_id: UUID) -> HttpResponse:
    """The signed paper. Whoever fetches it has proved herself within the last quarter of an hour."""
    given = queries.get_certificate(certificate_id, resident_id=whom(request).resident_id)
    data = hand_out(certificate=given, actor=actor(request))
    return attachment(data, "application/pdf", f"{given.kind}-{given.case_number}.pdf")


def _card(given: Certificate) -> dict[str, object]:
    said = said_by(given)
    over = bool(given.revoked_at) or (given.valid_until is not None and given.valid_until < clock.today())
    return {
        "given": given,
        "said": said,
        "over": over,
        "code": show_code(given.code),
        "address": check_address(given.code),
        "qr": _drawn(check_address(given.code)),
    }


def _drawn(address: str) -> SafeString:
    return mark_safe(qr_svg(address))  # noqa: S308  drawn by us from an address of ours
