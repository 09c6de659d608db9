from django.apps import AppConfig


class CityConfig(AppConfig):
    name = "onecity.city"
    label = "city"
