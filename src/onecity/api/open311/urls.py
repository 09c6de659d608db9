"""Addresses of the Open311 interface. Discovery answers beside the endpoint and under it: clients look in both."""

from django.urls import re_path

from onecity.api.open311 import views

FORM = r"\.(?P<form>xml|json)$"

urlpatterns = [
    re_path(rf"^discovery{FORM}", views.discovery),
    re_path(rf"^v2/discovery{FORM}", views.discovery),
    re_path(rf"^v2/services{FORM}", views.services),
    re_path(rf"^v2/services/(?P<code>[^/]+){FORM}", views.service),
    re_path(rf"^v2/requests{FORM}", views.requests),
    re_path(rf"^v2/requests/(?P<number>[^/]+){FORM}", views.one_request),
    re_path(rf"^v2/tokens/(?P<token>[^/]+){FORM}", views.token),
    re_path(rf"^v2/servicerequestupdates{FORM}", views.updates),
    re_path(r"^v2/media/(?P<picture>[0-9a-f-]{36})\.(?P<kind>jpeg|png)$", views.picture),
    re_path("", views.nowhere),
]
