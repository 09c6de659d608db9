"""Work orders of the single number: what the agency has to do about what people report."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from onecity.city import queries as city
from onecity.common.errors import Invalid
from onecity.contact import domain, permissions, releases
from onecity.contact.domain.routing import agency_of
from onecity.contact.models import Picture, WorkOrder
from onecity.contact.queries.linked import linked_with
from onecity.contact.queries.orders import order_for, orders_of
from onecity.contact.queries.requests import file_for_office
from onecity.contact.refusals import NoSuchOrder
from onecity.contact.reporter import opened
from onecity.desk.views.work import act
from onecity.identity.roles import actor, officer_required


@require_safe
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """What is due first stands first."""
    asked, officer = request.GET, actor(request)
    wanted, after = asked.get("topic", ""), asked.get("after", "")
    page = orders_of(officer, mine="mine" in asked, overdue="overdue" in asked, topic=wanted, after=after)
    topics = [topic for topic in releases.current().topics.values() if topic.agency == officer.agency]
    kept = asked.copy()
    kept.pop("after", None)
    context = {"page": page, "topics": topics, "asked": asked, "kept": kept.urlencode(), "here": "orders"}
    return render(request, "desk/orders.html", context)


@require_safe
@officer_required
def show(request: HttpRequest, order_id: UUID) -> HttpResponse:
    return _show(request, order_for(order_id, actor(request)))


@require_POST
@officer_required
def do(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """One act; what was typed is shown again when it is refused."""
    order, wanted = order_for(order_id, actor(request)), request.POST.get("act", "")
    if wanted not in ACTS:
        raise Invalid(_("Choose what you want to do."))
    said, perform = ACTS[wanted]
    if act(request, said(), lambda: perform(request, order)):
        return redirect("desk:orders") if wanted in PASSED_ON else redirect("desk:order", order.id)
    return _show(request, order, typed=request.POST, status=409)


@require_safe
@officer_required
def picture(request: HttpRequest, order_id: UUID, picture: UUID) -> HttpResponse:
    order = order_for(order_id, actor(request))
    photo = Picture.objects.filter(id=picture, request_id=order.request_id).first()
    if photo is None:
        raise NoSuchOrder
    return HttpResponse(bytes(photo.data), content_type=f"image/{photo.kind}")


def _show(
    request: HttpRequest, order: WorkOrder, *, typed: Mapping[str, str] | None = None, status: int = 200
) -> HttpResponse:
    officer = actor(request)
    file = file_for_office(order.request_id, officer)
    context = {
        "order": order,
        "file": file,
        "report": file.request,
        "reporter": opened(file.request.reporter),
        "is_open": order.state in WorkOrder.OPEN_STATES,
        "may_take": order.state == WorkOrder.OPEN,
        "may_approve": permissions.approves(officer, order) and order.extension == "asked",
        "units": [(code, unit) for code, unit in agency_of(order.agency).units.items() if code != order.unit],
        "parts": linked_with(file.request).parts,
        "agencies": city.current().agencies.values(),
        "typed": typed or {},
        "here": "orders",
    }
    return render(request, "desk/order.html", context, status=status)


def _take(request: HttpRequest, order: WorkOrder) -> object:
    return domain.take_order(order_id=order.id, actor=actor(request))


def _contacted(request: HttpRequest, order: WorkOrder) -> object:
    return domain.mark_contacted(order_id=order.id, actor=actor(request))


def _answer(request: HttpRequest, order: WorkOrder) -> object:
    upload = request.FILES.get("proof")
    proof = upload.read() if upload else b""
    return domain.answer_order(
        order_id=order.id, outcome=request.POST.get("outcome", ""), proof=proof, actor=actor(request)
    )


def _hand_back(request: HttpRequest, order: WorkOrder) -> object:
    return domain.hand_back(order_id=order.id, reason=request.POST.get("reason", ""), actor=actor(request))


def _hand_over(request: HttpRequest, order: WorkOrder) -> object:
    unit, reason = request.POST.get("unit", ""), request.POST.get("because", "")
    return domain.hand_over(order_id=order.id, unit=unit, reason=reason, actor=actor(request))


def _ask_time(request: HttpRequest, order: WorkOrder) -> object:
    days = request.POST.get("days", "")
    if not days.isdecimal():
        raise Invalid(_("Write how many working days more you need."), fields={"days": days})
    reason = request.POST.get("why", "")
    return domain.ask_extension(order_id=order.id, days=int(days[:3]), reason=reason, actor=actor(request))


def _add_helper(request: HttpRequest, order: WorkOrder) -> object:
    agency, reason = request.POST.get("agency", ""), request.POST.get("help", "")
    if agency not in city.current().agencies:
        raise Invalid(_("Choose an agency."))
    return domain.add_helper(request_id=order.request_id, agency=agency, reason=reason, actor=actor(request))


def _grant(request: HttpRequest, order: WorkOrder) -> object:
    return domain.decide_extension(order_id=order.id, granted=True, actor=actor(request))


def _refuse(request: HttpRequest, order: WorkOrder) -> object:
    return domain.decide_extension(order_id=order.id, granted=False, actor=actor(request))


PASSED_ON = ("hand-over",)  # after these, it may be hers no longer
Act = tuple[Callable[[], str], Callable[[HttpRequest, WorkOrder], object]]
ACTS: dict[str, Act] = {
    "take": (lambda: _("The work order is yours."), _take),
    "contacted": (lambda: _("It is noted that you spoke to the reporter."), _contacted),
    "answer": (lambda: _("Your answer is stored and the reporter has been told."), _answer),
    "hand-back": (lambda: _("The work order went back to the single number."), _hand_back),
    "hand-over": (lambda: _("The other unit has the work order now."), _hand_over),
    "ask-time": (lambda: _("Somebody else decides about more time."), _ask_time),
    "add-helper": (lambda: _("The other agency has a work order now."), _add_helper),
    "grant-time": (lambda: _("The new date stands."), _grant),
    "refuse-time": (lambda: _("The old date stands."), _refuse),
}
