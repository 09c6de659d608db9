"""What residents say is wrong in the agency's registers, and the agency's answers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.desk.views.work import act
from onecity.identity.roles import actor, officer_required
from onecity.registers import domain as registers
from onecity.registers import queries


@require_safe
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/corrections.html", {"corrections": queries.corrections_to_answer(actor(request))})


@require_POST
@officer_required
def answer(request: HttpRequest, correction_id: UUID) -> HttpResponse:
    """Mend the register, or keep it; either way with an answer that the resident reads."""

    def do() -> object:
        return registers.answer_correction(
            correction_id=correction_id,
            mend=request.POST.get("verdict") == "mend",
            answer=request.POST.get("answer", ""),
            actor=actor(request),
        )

    act(request, _("Your answer was sent to the resident."), do)
    return redirect("desk:corrections")
