from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "onecity.identity"
    label = "identity"
