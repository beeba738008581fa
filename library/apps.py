from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LibraryConfig(AppConfig):
    """Images and documents: the files, their facts, their earlier versions."""

    name = "library"
    verbose_name = _("Файлы")

    def ready(self) -> None:
        from library import receivers  # noqa: F401
