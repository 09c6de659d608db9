from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "onecity.catalogue"
    label = "catalogue"
