"""What is known about the file of a row."""

from wagtail.admin.panels import Panel


class FileFactsPanel(Panel):
    """«PDF, 1,06 МБ, 2 страницы» with a link that opens the present file."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/file_facts_panel.html"

        @property
        def document(self):
            bound = self.form["document"]
            number = getattr(bound.value(), "pk", bound.value())
            return bound.field.queryset.filter(pk=number).first() if str(number or "").isdigit() else None

        def is_shown(self):
            return self.document is not None

        def get_context_data(self, parent_context=None):
            return {**super().get_context_data(parent_context), "document": self.document}
