from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "onecity.forms"
    label = "forms"
