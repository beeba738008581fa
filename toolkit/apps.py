"""The lowest room of the house: tools without data of their own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitConfig(AppConfig):
    """Registers the template library `ru`; there are no models here."""

    name = "toolkit"
    verbose_name = _("Инструменты")
