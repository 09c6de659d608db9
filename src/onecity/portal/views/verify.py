"""Is this certificate real? Anybody may ask: with the code on it, or with the file."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from onecity.certificates.codes import read_code, show_code
from onecity.certificates.queries import LARGEST_PDF, NOT_VALID, Verdict, check_code, check_pdf
from onecity.identity import limits

TRIES = 60  # an hour and address; an office at a counter checks many


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """A code leads to the page of that code; a file is answered at once, because it has no address."""
    if request.method != "POST":
        return render(request, "portal/verify.html", {"errors": {}})
    limits.check(what="verify", who=limits.address_of(request), times=TRIES, within=timedelta(hours=1))
    if upload := request.FILES.get("file"):
        return _answer(request, check_pdf(upload.read(LARGEST_PDF + 1)), 200)
    typed = request.POST.get("code", "").strip()
    if not typed:
        errors = {"code": _("Enter the code, or choose the file.")}
        return render(request, "portal/verify.html", {"errors": errors}, status=422)
    code = read_code(typed)
    return redirect("verify-code", code) if code else _answer(request, NOT_VALID, 200, typed)


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR code leads. An unknown or altered code is no missing page: the answer is *not valid*."""
    limits.check(what="verify", who=limits.address_of(request), times=TRIES, within=timedelta(hours=1))
    return _answer(request, check_code(code), 200, code)


def _answer(request: HttpRequest, verdict: Verdict, status: int, typed: str = "") -> HttpResponse:
    context = {"verdict": verdict, "code": show_code(verdict.code) if verdict.code else typed[:60], "errors": {}}
    answer = render(request, "portal/verdict.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
