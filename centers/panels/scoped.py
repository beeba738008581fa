"""Forms of pages below a centre: whatever can be chosen there belongs to the same centre."""

from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from library.models import Document, Image
from toolkit.text import transliterate

LONGEST_ADDRESS = 80  # letters of an address that is made from a title


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


def files_shown_by(page: Page) -> set[tuple[type[Model], str]]:
    """Pictures, documents and other pages that fields, blocks and texts of the page refer to."""
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in (Image, Document, Page)}
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kinds[kind], number) for kind, number, *_paths in references if kind in kinds}


def refuse_foreign_files(user: Any, page: Page, before: set[tuple[type[Model], str]]) -> None:
    """Raises `PermissionDenied` when the page shows a file that is new to it and not the person's.

    Choosers offer own files alone, so whoever sends another number has forged it. The same for a link to
    a page that neither the public nor the person may see: the editor would say its address.
    """
    for model, number in files_shown_by(page) - before:
        if model is Page:
            from centers.links import hidden  # its base class wants the models to be there

            there = policy_registry.get_by_type(Page).explorable_instances(user).filter(pk=number)
            public = Page.objects.filter(pk=number).exclude(hidden())
            if Page.objects.filter(pk=number).exists() and not there.exists() and not public.exists():
                raise PermissionDenied
            continue
        own = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
            user, ("choose", "change")
        )
        if not own.filter(pk=number).exists():
            raise PermissionDenied


class OwnFilesForm(WagtailAdminPageForm):
    """A page whose pictures and documents belong to whoever edits it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.files_before: set[tuple[type[Model], str]] = set()
        if self.is_bound and self.for_user is not None and self.instance.pk:
            self.files_before = files_shown_by(self.instance)
            live = type(self.instance)._default_manager.filter(pk=self.instance.pk).first()
            self.files_before |= files_shown_by(live) if live else set()
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self):
        """An address that nobody has typed is made from the title, or stays what it is."""
        typed = self.cleaned_data.get("slug", "").strip("-_")
        if "slug" in self.fields and not typed and "slug" not in self.errors:
            self.cleaned_data["slug"] = self.instance.slug or self.free_address()
        return super().clean()

    def free_address(self) -> str:
        """The title in Latin letters, with a number where another page below the same one has it already."""
        title = self.cleaned_data.get("title") or ""
        wanted = transliterate(title, max_length=LONGEST_ADDRESS) or self.instance._meta.model_name
        siblings = self.parent_page.get_children() if self.parent_page else Page.objects.none()
        taken, slug, number = set(siblings.values_list("slug", flat=True)), wanted, 1
        while slug in taken:
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def _post_clean(self):
        super()._post_clean()
        if self.for_user is not None and not self.for_user.is_superuser:
            refuse_foreign_files(self.for_user, self.instance, self.files_before)


class CenterPageForm(OwnFilesForm):
    """A page below a centre."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.center_id = center_of_page(self)
        limit_to_center(self, self.center_id)
