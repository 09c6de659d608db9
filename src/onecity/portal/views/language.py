"""The language of the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as by_cookie

from onecity.identity.models import Account


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Kept in a cookie, and with the account of somebody signed in."""
    chosen = request.POST.get("language", "")
    if isinstance(request.user, Account) and chosen in dict(settings.LANGUAGES):
        Account.objects.filter(pk=request.user.pk).update(language=chosen)
    return by_cookie(request)
