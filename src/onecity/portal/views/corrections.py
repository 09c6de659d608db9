"""*This is wrong*: what a register knows, and what it should be."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onecity.city import queries as city
from onecity.city.definition import Attribute, Register
from onecity.common.errors import NotFound, Refusal
from onecity.forms.posted import DATE_PARTS, date_parts
from onecity.identity.roles import actor
from onecity.portal.acting import resident_page, whom
from onecity.portal.links import own_path
from onecity.portal.words import plain_value
from onecity.registers.domain import dispute
from onecity.registers.queries import corrections_of, read_registers

PURPOSE = "correction"


@require_safe
@resident_page
def listing(request: HttpRequest) -> HttpResponse:
    """What she reported, and what was answered."""
    rows = [(found, *_titles(found.register, found.attribute)) for found in corrections_of(whom(request).resident_id)]
    return render(request, "portal/corrections.html", {"rows": rows, "here": "me"})


@require_http_methods(["GET", "HEAD", "POST"])
@resident_page
def report(request: HttpRequest, register: str, attribute: str) -> HttpResponse:
    """Say what it should be. What was typed is shown again when it cannot be sent."""
    owner, what = _named(register, attribute)
    if request.method != "POST":
        return _show(request, owner, what, {}, None)
    typed = {"should_be": _posted_value(request, what), "note": request.POST.get("note", "")}
    try:
        dispute(
            resident_id=whom(request).resident_id, register=register, attribute=attribute, **typed, actor=actor(request)
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return _show(request, owner, what, typed, refusal)
    messages.success(request, _("Your report was sent. The office that keeps the register will answer you."))
    return redirect(own_path(request.POST.get("next", "")) or "corrections")


def _show(
    request: HttpRequest, owner: Register, what: Attribute, typed: dict[str, str], refusal: Refusal | None
) -> HttpResponse:
    """Showing what the register says is a look, and is recorded as one."""
    with transaction.atomic():
        known = read_registers(
            resident_id=whom(request).resident_id, registers=[owner.code], purpose=PURPOSE, actor=actor(request)
        )
    says = known.get(owner.code, {}).get(what.code)
    context = {
        "register": owner,
        "attribute": what,
        "says": "" if says is None else plain_value(says, what.values),
        "typed": typed,
        "parts": date_parts(typed.get("should_be", "")),
        "refusal": refusal,
        "errors": _errors(refusal),
        "next": own_path(request.GET.get("next", "") or request.POST.get("next", "")),
        "here": "me",
    }
    return render(request, "portal/correction.html", context, status=refusal.status if refusal else 200)


def _errors(refusal: Refusal | None) -> dict[str, str]:
    if refusal is None:
        return {}
    return refusal.fields or {"should_be": f"{refusal.message} {refusal.next_step}".strip()}


def _posted_value(request: HttpRequest, what: Attribute) -> str:
    """As text, in the form that the register's type is written in."""
    if what.type != "date":
        return request.POST.get("should_be", "").strip()
    year, month, day = (request.POST.get(f"should_be-{part}", "").strip() for part in DATE_PARTS)
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


def _named(register: str, attribute: str) -> tuple[Register, Attribute]:
    owner = city.current().registers.get(register)
    what = owner.attributes.get(attribute) if owner else None
    if owner is None or what is None:
        raise NotFound(_("The city keeps no such entry."), next_step=_("Go back, and choose what is wrong."))
    return owner, what


def _titles(register: str, attribute: str) -> tuple[str, str]:
    """The register and the attribute in words; codes when the city no longer keeps them."""
    owner = city.current().registers.get(register)
    what = owner.attributes.get(attribute) if owner else None
    return str(owner.title) if owner else register, str(what.title) if what else attribute
