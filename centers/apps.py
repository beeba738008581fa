from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = _("Центры «Точка роста»")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from centers import policies, signals, visibility
        from centers.models.url_index import ensure_url_path_index
        from library import visibility as library_visibility

        signals.connect()
        policies.register()  # after Wagtail's own apps, which put theirs over ours
        library_visibility.register(visibility.is_published_document)
        library_visibility.register(visibility.is_on_published_page)
        post_migrate.connect(ensure_url_path_index, sender=self, dispatch_uid="centers-url-path-index")
