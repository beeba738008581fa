"""Wagtail's screens of images, with what this site asks of a photo: registered over Wagtail's addresses."""

from __future__ import annotations

import os
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn
from wagtail.images.utils import find_image_duplicates
from wagtail.images.views import images, multiple

from library.intake import cleaned_image
from library.models import Image, People
from library.models.image import ImageQuerySet
from library.own_tags import OwnTagsMixin


class PhotoFilterSet(OwnTagsMixin, images.ImagesFilterSet):
    """Finds the photos that somebody has to look at."""

    showing = django_filters.ChoiceFilter(
        label=_("Показ на сайте"),
        empty_label=_("Все"),
        choices=[
            ("ending", _("Срок истекает в ближайшие 30 дней")),
            ("over", _("Не показываются: срок истёк или согласие отозвано")),
            ("unstated", _("Не указано, кто на снимке")),
            ("children", _("С детьми")),
        ],
        method="by_showing",
    )

    def by_showing(self, queryset: ImageQuerySet, _name: str, value: str) -> QuerySet[Image]:
        if value == "ending":
            return queryset.ending()
        if value == "over":
            return queryset.over()
        return queryset.filter(people=People(value))

    class Meta(images.ImagesFilterSet.Meta):
        pass


class MarkColumn(BaseColumn):
    """Who is on the photo and until when it is shown."""

    cell_template_name = "library/admin/photo_mark_cell.html"


class PhotoIndexView(images.IndexView):
    """The list of images, each with its mark."""

    filterset_class = PhotoFilterSet

    @property
    def columns(self) -> list[Any]:
        columns = list(super().columns)
        if columns:
            columns.insert(3, MarkColumn("mark", label=_("Показ на сайте")))
        return columns


class PhotoAddManyView(multiple.AddView):
    """Dropping many: each picture waits, cleaned, until somebody has said who is on it."""

    def get_edit_upload_form_context_data(self) -> dict[str, Any]:
        """Tell of an image with the same content, as Wagtail does where nothing more is asked.

        The title is the one that the browser made of the file's name, without its extension.
        """
        self.object.title = self.request.POST.get("title") or self.object.title
        context = super().get_edit_upload_form_context_data()
        upload = self.upload_object
        with upload.file.open("rb") as file:
            facts = cleaned_image(file, os.path.basename(upload.file.name)).facts
        same = find_image_duplicates(Image(file_hash=facts.sha1), self.request.user, self.permission_policy)
        return context | {"same_image": same.first()}


class PhotoCreateView(multiple.CreateFromUploadedImageView):
    """The second step of dropping many: the waiting picture becomes an image."""

    def save_object(self, form: Any) -> None:
        """Take the file as it lies: it was written anew when it came, and once is enough."""
        name = os.path.basename(self.upload.file.name)
        self.object.file.save(name, cleaned_image(self.upload.file.file, name), save=False)
        self.object.uploaded_by_user = self.request.user
        form.save()


urlpatterns = [
    path("", PhotoIndexView.as_view(), name="index"),
    path("results/", PhotoIndexView.as_view(results_only=True), name="index_results"),
    path("multiple/add/", PhotoAddManyView.as_view(), name="add_multiple"),
    path(
        "multiple/create_from_uploaded_image/<int:uploaded_file_id>/",
        PhotoCreateView.as_view(),
        name="create_multiple_from_uploaded_image",
    ),
]


def image_urls() -> list[Any]:
    """Addresses that stand before Wagtail's own; the names stay those of Wagtail."""
    return [path("images/", include((urlpatterns, "library_images")))]
