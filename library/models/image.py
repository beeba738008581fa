"""Images: originals on the private shelf, renditions on the public one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import ImageQuerySet as WagtailImageQuerySet
from wagtail.models import Collection, get_root_collection_id
from wagtail.search import index

from library.fields import CleanImageField
from library.inspection import FileFacts
from library.models.consent import (
    CONSENT_CONSTRAINTS,
    DAYS_OF_WARNING,
    WithConsent,
    is_over,
    site_today,
)
from library.models.deletion import Deletable, DeletableQuerySet
from library.naming import image_path, rendition_path


@lru_cache(maxsize=256)
def filter_of(spec: str) -> Filter:
    """What a specification asks to do with an image, read once."""
    return Filter(spec=spec)


@lru_cache(maxsize=2000)
def _focus(spec: str, *sides: int | None) -> str:
    names = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
    return str(filter_of(spec).get_cache_key(SimpleNamespace(**dict(zip(names, sides, strict=True)))))


class ImageQuerySet(DeletableQuerySet["Image"], WagtailImageQuerySet):
    """Questions about images."""

    def shown(self, day: dt.date | None = None) -> ImageQuerySet:
        """Images that the public may see on `day`, today by default."""
        return self.alive().exclude(is_over(day or site_today()))

    def over(self, day: dt.date | None = None) -> ImageQuerySet:
        """Images whose consent was withdrawn or whose last day has gone by."""
        return self.alive().filter(is_over(day or site_today()))

    def ending(self, day: dt.date | None = None) -> ImageQuerySet:
        """Images shown today whose last day is at most `DAYS_OF_WARNING` days away."""
        day = day or site_today()
        return self.shown(day).filter(publish_until__lte=day + dt.timedelta(days=DAYS_OF_WARNING))


class ImageManager(models.Manager.from_queryset(ImageQuerySet)):  # type: ignore[misc]
    """Images that nobody has deleted."""

    def get_queryset(self) -> ImageQuerySet:
        return super().get_queryset().alive()


class Image(Deletable, WithConsent, AbstractImage):
    """A picture, stored without what a camera writes into it (see `library.pictures`)."""

    file = CleanImageField(
        _("файл"), upload_to=image_path, max_length=200, width_field="width", height_field="height"
    )
    description = models.CharField(_("что на картинке"), max_length=255, blank=True, default="")
    # Wagtail's own model of this name has the plain reverse accessors.
    tags = TaggableManager(_("метки"), help_text=None, blank=True, related_name="library_images")
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто загрузил"),
        null=True,
        blank=True,
        editable=False,
        related_name="library_images",
        on_delete=models.SET_NULL,
    )
    uploaded_by_user.wagtail_reference_index_ignore = True
    # A collection may go, its images move up to the root.
    collection = models.ForeignKey(
        Collection,
        verbose_name=_("коллекция"),
        default=get_root_collection_id,
        related_name="+",
        on_delete=models.SET(get_root_collection_id),
    )

    objects = ImageManager()
    everything = ImageQuerySet.as_manager()

    admin_form_fields = (
        "title",
        "file",
        "description",
        "people",
        "consent_by",
        "consent_date",
        "consent_place",
        "publish_until",
        "consent_note",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, index.FilterField("deleted_at")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("картинка")
        verbose_name_plural = _("картинки")
        permissions = [("choose_image", "Can choose image")]
        constraints = list(CONSENT_CONSTRAINTS)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the new file first, so that its size and sides are those of the cleaned one.

        A picture that the public may not see any more leaves the public shelf at once.
        """
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)
        if not self.is_shown:
            transaction.on_commit(self.take_down, robust=True)

    def accept_facts(self, facts: FileFacts) -> None:
        """Take over what was read from the file that has just been stored."""
        self.file_size = facts.size
        self.file_hash = facts.sha1

    def after_delete(self) -> None:
        """Take the picture off the public shelf: a deleted photo must not stay readable."""
        transaction.on_commit(self.take_down, robust=True)

    def take_down(self) -> None:
        """Delete all renditions, files first: whoever knows their addresses finds nothing there.

        The next reader of a page gets new ones, at new addresses, if the picture may be seen again.
        """
        for rendition in self.renditions.all():
            rendition.file.storage.delete(rendition.file.name)
            rendition.delete()

    def get_rendition(self, filter: Filter | str) -> ImageRendition:
        """Return the rendition; of a picture that the public may not see, one for the staff alone."""
        if not self.is_shown:
            return self._staff_rendition(filter)
        filter = filter_of(filter) if isinstance(filter, str) else filter
        return self.fetched_rendition(filter) or super().get_rendition(filter)

    def fetched_rendition(self, filter: Filter) -> ImageRendition | None:
        """The rendition among those fetched for the page; Wagtail would also write it into a cache."""
        fetched = getattr(self, "prefetched_renditions", ())
        key = filter.spec, self.focus_of(filter.spec)
        if not isinstance(fetched, Sequence):
            return fetched.get(*key)
        return next((row for row in fetched if (row.filter_spec, row.focal_point_key) == key), None)

    def focus_of(self, spec: str) -> str:
        """What tells the renditions of a specification apart when the focal point of the image has moved."""
        return _focus(
            spec,
            self.focal_point_x,
            self.focal_point_y,
            self.focal_point_width,
            self.focal_point_height,
        )

    def get_renditions(self, *filters: Filter | str) -> dict[str, ImageRendition]:
        """Return the renditions by their specifications, as `get_rendition()` does."""
        if self.is_shown:
            return super().get_renditions(*filters)
        return {found.filter_spec: found for found in map(self._staff_rendition, filters)}

    def _staff_rendition(self, filter: Filter | str) -> ImageRendition:
        """Return a rendition that lies nowhere: Wagtail's preview makes it anew for those who may edit."""
        filter = filter_of(filter) if isinstance(filter, str) else filter
        width, height = filter.get_transform(self).size
        rendition = ImageRendition(image=self, filter_spec=filter.spec, width=width, height=height)
        rendition.staff_url = reverse("wagtailimages:preview", args=[self.pk, filter.spec])
        return rendition

    @property
    def is_shown(self) -> bool:
        """Whether the public may see it today: every page, list and file goes by this."""
        return not self.is_deleted and self.may_be_seen

    def _set_image_file_metadata(self) -> None:
        """Do nothing: Wagtail's forms ask for it, and `accept_facts()` has done it."""

    @property
    def default_alt_text(self) -> str:
        """What is on the picture; nothing when there is none, for a title is often «IMG_2041»."""
        return self.description


class ImageRendition(AbstractRendition):
    """A picture cut and scaled for a place on a page."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    #: Where the staff see what the public may not; empty for all that lies on the public shelf.
    staff_url = ""

    class Meta:
        verbose_name = _("вариант картинки")
        verbose_name_plural = _("варианты картинок")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="library_rendition_unique"
            )
        ]

    @property
    def url(self) -> str:
        return self.staff_url or super().url

    def get_upload_to(self, filename: str) -> str:
        """An address of its own for each rendition: none can be guessed from another."""
        return rendition_path(self, filename)
