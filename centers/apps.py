from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentersConfig(AppConfig):
    name = "centers"
    verbose_name = _("Центры «Точка роста»")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate
        from wagtail.admin.views.mixins import SpreadsheetExportMixin
        from wagtail.models import Collection, Page

        from accounts import second_factor
        from centers import policies, recording, references, signals, visibility
        from centers.models import ProgramEntry
        from centers.models.page_indexes import ensure_page_indexes
        from centers.permissions import is_coordinator
        from centers.program_tallies import ensure_tally
        from centers.purging import rules as page_rules
        from centers.services.finding import remember
        from library import visibility as library_visibility
        from toolkit.lookups import find_beginnings_by_index
        from toolkit.pagecache import watching
        from toolkit.search import learning
        from toolkit.tables import guarded

        SpreadsheetExportMixin.custom_value_preprocess |= {str: {"csv": guarded}}
        for tree in (Page, Collection, ProgramEntry):
            find_beginnings_by_index(tree._meta.get_field("path"))
        watching.begin()
        page_rules.register_all()
        signals.connect()
        recording.connect()
        references.connect()
        learning.register(remember)
        policies.register()  # after Wagtail's own apps, which put theirs over ours
        second_factor.require_for(is_coordinator)
        library_visibility.register(visibility.is_published_document)
        library_visibility.register(visibility.is_on_published_page)
        post_migrate.connect(ensure_page_indexes, sender=self, dispatch_uid="centers-page-indexes")
        post_migrate.connect(ensure_tally, sender=self, dispatch_uid="centers-program-tally")
