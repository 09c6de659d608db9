from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "onecity.applications"
    label = "applications"
