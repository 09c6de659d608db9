"""What the agency must know: dates that come near or have passed, bad ratings, corrections."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onecity.identity.roles import actor, officer_required
from onecity.notices import queries
from onecity.notices.words import alert_in_words


@require_safe
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    alerts = [(alert, alert_in_words(alert)) for alert in queries.alerts_of(actor(request))]
    return render(request, "desk/alerts.html", {"alerts": alerts})
