from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "onecity.agencies"
    label = "agencies"
