from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "onecity.certificates"
    label = "certificates"
