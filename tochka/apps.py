from django.apps import AppConfig


class TochkaConfig(AppConfig):
    name = "tochka"
    verbose_name = "Точка роста"

    def ready(self) -> None:
        from tochka.never_shown import register_all

        register_all()
