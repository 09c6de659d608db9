"""A case on the desk: found by its number, read whole, its files, its messages, its certificate."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.applications import domain as applications
from onecity.applications import queries
from onecity.applications.models import Task
from onecity.applications.permissions import works_for
from onecity.certificates import domain as certificates
from onecity.certificates import queries as issued
from onecity.common.errors import NotFound
from onecity.common.ids import read_number
from onecity.desk.downloads import attachment
from onecity.desk.views.work import act
from onecity.identity.roles import actor, officer_required, step_up_required


@require_POST
@officer_required
def find(request: HttpRequest) -> HttpResponse:
    """Open a case by the number that somebody reads aloud. By POST: a number belongs in no address or log."""
    number = read_number(request.POST.get("number", ""))
    case_id = queries.case_id_of_number(number, actor(request)) if number else None
    if case_id:
        return redirect("desk:case", case_id)
    messages.error(request, _("Your agency has no case with this number. A number looks like HT-7K2M-9QXD-W."))
    return redirect("desk:queue")


@require_safe
@officer_required
def show(request: HttpRequest, case_id: UUID) -> HttpResponse:
    who = actor(request)
    file = queries.case_for_officer(case_id, who)
    context = {
        "file": file,
        "case": file.case,
        "certificate": issued.certificate_of_case(case_id),
        "at_hand": [
            task
            for task in file.tasks
            if not task.automatic and task.state in Task.OPEN_STATES and works_for(who, task)
        ],
    }
    return render(request, "desk/case.html", context)


@require_POST
@officer_required
def message(request: HttpRequest, case_id: UUID) -> HttpResponse:
    text = request.POST.get("text", "")

    def do() -> object:
        return applications.write_message(case_id=case_id, text=text, actor=actor(request))

    act(request, _("Your message was sent."), do)
    return redirect(request.POST["back"] if _is_ours(request.POST.get("back", "")) else f"/desk/cases/{case_id}/")


@require_POST
@officer_required
@step_up_required
def revoke(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Take back the certificate of a case. Everybody who checks it will read the reason."""
    certificate = issued.certificate_of_case(case_id)
    if certificate is None:
        raise NotFound(_("This case gave no certificate."), code="no-certificate")

    def do() -> object:
        return certificates.revoke(
            certificate_id=certificate.pk,
            reason=request.POST.get("reason", ""),
            actor=actor(request),
        )

    act(request, _("The certificate is revoked."), do)
    return redirect("desk:case", case_id)


@require_safe
@officer_required
def download(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """A file of a case that this officer may see: always as a download, never shown in our pages."""
    return attachment(*queries.read_case_file(file_id=file_id, actor=actor(request)))


def _is_ours(address: str) -> bool:
    return address.startswith("/desk/") and "//" not in address and "\\" not in address
