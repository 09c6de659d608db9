"""Addresses of the API. What is under it but nowhere is a problem, not a page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from onecity.api import problems
from onecity.api.application import api
from onecity.api.docs import docs


@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:
    return problems.not_found()


urlpatterns = [path("docs", docs, name="api-docs"), path("v1/", api.urls), re_path("", nowhere)]
