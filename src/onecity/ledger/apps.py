from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "onecity.ledger"
    label = "ledger"
