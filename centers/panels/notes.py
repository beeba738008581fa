"""A word at the top of a page that stands for a row of the register."""

from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.permissions import policy_registry


class RegisterNotePanel(Panel):
    """Says that name and address come from the register, with a link to the row.

    `row` is the page's attribute that holds the row, `edit_url_name` the address of its form.
    """

    def __init__(self, row: str, edit_url_name: str, **kwargs):
        super().__init__(**kwargs)
        self.row = row
        self.edit_url_name = edit_url_name

    def clone_kwargs(self):
        return {**super().clone_kwargs(), "row": self.row, "edit_url_name": self.edit_url_name}

    class BoundPanel(Panel.BoundPanel):
        template_name = "centers/admin/register_note_panel.html"

        def is_shown(self):
            return getattr(self.instance, f"{self.panel.row}_id", None) is not None

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            row = getattr(self.instance, self.panel.row)
            context["row"] = row
            policy = policy_registry.get_by_type(type(row))
            may_change = policy.user_has_permission_for_instance(self.request.user, "change", row)
            context["row_url"] = reverse(self.panel.edit_url_name, args=[row.pk]) if may_change else ""
            return context
