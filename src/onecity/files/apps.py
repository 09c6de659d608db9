from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "onecity.files"
    label = "files"
