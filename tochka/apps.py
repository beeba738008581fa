from django.apps import AppConfig


class TochkaConfig(AppConfig):
    name = "tochka"
    verbose_name = "Точка роста"
