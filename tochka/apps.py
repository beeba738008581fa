from django.apps import AppConfig


class TochkaConfig(AppConfig):
    name = "tochka"
    verbose_name = "Точка роста"

    def ready(self) -> None:
        from tochka import connecting
        from tochka.never_shown import register_all

        connecting.connect()
        register_all()
