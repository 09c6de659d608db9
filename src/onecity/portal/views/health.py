"""Is this city's web able to work? For load balancers and for people who watch."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from onecity.common.outages import UNAVAILABLE


@require_safe
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Truthful: 200 only when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except UNAVAILABLE:
        return _says("the database does not answer", 503)
    return _says("ok", 200)


def _says(words: str, status: int) -> JsonResponse:
    return JsonResponse({"status": words}, status=status, headers={"Cache-Control": "no-store"})
