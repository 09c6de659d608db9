from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "onecity.notices"
    label = "notices"
