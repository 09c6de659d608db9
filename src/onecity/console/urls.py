"""Addresses of the console. No caller's number stands in any of them."""

from django.urls import path

from onecity.console.views import calls, mail, mapped, overview, queue, requests, talking, trends

app_name = "console"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("new/", talking.new, name="new"),
    path("suggest", talking.suggest, name="suggest"),
    path("find", requests.find, name="find"),
    path("requests/<uuid:request_id>/", requests.show, name="request"),
    path("requests/<uuid:request_id>/act", requests.do, name="act"),
    path("requests/<uuid:request_id>/pictures/<uuid:picture>", requests.picture, name="picture"),
    path("calls/", calls.calls, name="calls"),
    path("calls/<uuid:call_id>/called-back", calls.called_back, name="called-back"),
    path("mail/", mail.letters, name="mail"),
    path("mail/<uuid:inbound_id>/", mail.letter, name="letter"),
    path("mail/<uuid:inbound_id>/take-in", mail.take_in, name="take-letter"),
    path("mail/<uuid:inbound_id>/put-aside", mail.put_aside, name="put-aside"),
    path("map/", mapped.show, name="map"),
    path("map.geojson", mapped.points, name="points"),
    path("overview/", overview.overview, name="overview"),
    path("overview.csv", overview.table, name="overview-csv"),
    path("overview.pdf", overview.paper, name="overview-pdf"),
    path("trends/", trends.trends, name="trends"),
]
