"""Forms of pages below a centre: whatever can be chosen there belongs to the same centre."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm


def limit_to_center(form: forms.ModelForm, center_id: int | None) -> None:
    """Leave in each choice of the form only rows of the centre, as a plain list.

    Nothing is left when the centre is not known. Only models with a foreign key `center` count.
    """
    for field in form.fields.values():
        if not isinstance(field, forms.ModelChoiceField):
            continue
        names = {one.name for one in field.queryset.model._meta.concrete_fields}
        if "center" not in names:
            continue
        rows = field.queryset.model._default_manager.filter(center=center_id)
        field.queryset = rows.filter(deleted_at__isnull=True) if "deleted_at" in names else rows
        field.widget = forms.Select(attrs=field.widget.attrs)
        field.widget.is_required = field.required
        field.widget.choices = field.choices


def center_of_page(form: WagtailAdminPageForm) -> int | None:
    """Number of the centre that the page belongs to or is about to be made below."""
    center_id = getattr(form.instance, "center_id", None)
    if center_id is None and form.parent_page is not None:
        center_id = getattr(form.parent_page.specific, "center_id", None)
    return center_id


class CenterPageForm(WagtailAdminPageForm):
    """A page below a centre."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.center_id = center_of_page(self)
        limit_to_center(self, self.center_id)
