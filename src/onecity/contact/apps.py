from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "onecity.contact"
    label = "contact"
