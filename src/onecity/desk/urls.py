"""Addresses of the desk. Case and task ids are random; what an officer may open is decided at the query."""

from django.urls import path

from onecity.desk.views import alerts, cases, corrections, orders, queue, ratings, services, tasks, units

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("tasks/<uuid:task_id>/", tasks.show, name="task"),
    path("tasks/<uuid:task_id>/take", tasks.take, name="take"),
    path("tasks/<uuid:task_id>/release", tasks.release, name="release"),
    path("tasks/<uuid:task_id>/assign", tasks.assign, name="assign"),
    path("tasks/<uuid:task_id>/ask", tasks.ask, name="ask"),
    path("tasks/<uuid:task_id>/decide", tasks.decide, name="decide"),
    path("tasks/<uuid:task_id>/hand-over", tasks.hand_over, name="hand-over"),
    path("cases/", cases.find, name="find-case"),
    path("cases/<uuid:case_id>/", cases.show, name="case"),
    path("cases/<uuid:case_id>/message", cases.message, name="message"),
    path("cases/<uuid:case_id>/revoke", cases.revoke, name="revoke"),
    path("files/<uuid:file_id>", cases.download, name="file"),
    path("orders/", orders.listing, name="orders"),
    path("orders/<uuid:order_id>/", orders.show, name="order"),
    path("orders/<uuid:order_id>/act", orders.do, name="order-act"),
    path("orders/<uuid:order_id>/pictures/<uuid:picture>", orders.picture, name="order-picture"),
    path("corrections/", corrections.listing, name="corrections"),
    path("corrections/<uuid:correction_id>", corrections.answer, name="answer-correction"),
    path("ratings/", ratings.listing, name="ratings"),
    path("ratings/<uuid:rating_id>", ratings.answer, name="answer-rating"),
    path("alerts/", alerts.listing, name="alerts"),
    path("services/", services.listing, name="services"),
    path("services/<str:code>/", services.preview, name="service"),
    path("agency", units.choose, name="choose-agency"),
]
