from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "onecity.registers"
    label = "registers"
