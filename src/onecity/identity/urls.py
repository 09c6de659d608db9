"""Addresses of the account. allauth's are named one room at a time, so that none is there which nobody needs."""

from django.urls import include, path

from onecity.identity import views

urlpatterns = [
    path("resume/", views.resume, name="resume"),
    path("", include("allauth.account.urls")),
    path("2fa/", include("allauth.mfa.urls")),
    path("3rdparty/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]
