"""Every address of the city's web. Each face keeps its own list; `docs/access.md` says who may use what."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("onecity.identity.urls")),
    path("api/", include("onecity.api.urls")),
    path("open311/", include("onecity.api.open311.urls")),
    path("console/", include("onecity.console.urls")),
    path("desk/", include("onecity.desk.urls")),
    path("telephone/", include("onecity.telephone.urls")),
    path("", include("onecity.portal.urls")),
]

handler400 = "onecity.portal.views.failures.bad_request"
handler403 = "onecity.portal.views.failures.not_allowed"
handler404 = "onecity.portal.views.failures.not_found"
handler500 = "onecity.portal.views.failures.server_error"
