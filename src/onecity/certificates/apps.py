from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "onecity.certificates"
    label = "certificates"

    def ready(self) -> None:
        from onecity.certificates import checks  # noqa: F401  registers itself
