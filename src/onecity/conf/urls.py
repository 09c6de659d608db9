"""Every address of the city's web. Each face keeps its own list; `docs/access.md` says who may use what."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("onecity.identity.urls")),
    path("account/", include("allauth.urls")),
    path("api/", include("onecity.api.urls")),
    path("desk/", include("onecity.desk.urls")),
    path("", include("onecity.portal.urls")),
]
