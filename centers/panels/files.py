"""What is known about the file of a row."""

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.panels import Panel

from toolkit.numbers import row_number


class FileFactsPanel(Panel):
    """«PDF, 1,06 МБ, 2 страницы» with a link that opens the present file, the file that waits, the stamps.

    Rows may have `replacement`, a file that is not published yet.
    """

    def get_form_options(self):
        return {"fields": ["sent"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/file_facts_panel.html"

        @property
        def document(self):
            bound = self.form["document"]
            number = getattr(bound.value(), "pk", bound.value())
            return bound.field.queryset.filter(pk=row_number(number)).first()

        @property
        def waiting(self):
            """The file that is not published yet: of the stored draft, or brought by this very form."""
            return getattr(self.form, "new_file", None) or getattr(self.instance, "replacement", None)

        def get_context_data(self, parent_context=None):
            document, waiting = self.document, self.waiting
            signed = waiting or document
            version = signed.versions.first() if signed else None
            versions_url = ""
            if self.instance.pk and document:
                back = urlencode({"next": self.request.path}) if self.request else ""
                versions_url = f"{reverse('library_versions', args=[document.pk])}?{back}"
            return {
                **super().get_context_data(parent_context),
                "document": document,
                "waiting": waiting,
                "is_same_file": bool(document and waiting and document.sha256 == waiting.sha256),
                "signatures": list(version.signatures.all()) if version else [],
                "versions_url": versions_url,
                "sent": self.form["sent"],
            }
