from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "onecity.people"
    label = "people"
