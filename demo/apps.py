from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = _("Демонстрационная сеть")

    def ready(self) -> None:
        from centers.metadata import indexing
        from demo.models import DemoObject

        # A network that was only made to be looked at is nothing to search in.
        indexing.register_reason(lambda: DemoObject.objects.filter(unloaded_at=None).exists())
