"""Images inside texts: fetched at once for a page, and named so that their renditions are too."""

import copy
from collections.abc import Iterable, Iterator
from contextvars import ContextVar

from django.db.models import ForeignKey, Model
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as WagtailImageBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.models import AbstractImage

from centers.blocks.video_addresses import video_of
from toolkit.templatetags.ru import host_of_url

#: Images by number that have been fetched for the texts being read now; None outside `images_of`.
_fetched: ContextVar[dict[int, AbstractImage] | None] = ContextVar("fetched images", default=None)


class FetchedImageChooserBlock(ImageChooserBlock):
    """Takes images that are there already; Wagtail asks once more for each kind of block with images."""

    def bulk_to_python(self, values):
        fetched = _fetched.get()
        if fetched is None:
            return super().bulk_to_python(values)
        # Copies, because each place gives its image words of its own.
        return [copy.copy(fetched.get(number)) for number in values]


class ImageBlock(WagtailImageBlock):
    """Wagtail's block of an image with its words; the same in migrations."""

    def __init__(self, required=True, **kwargs):
        super().__init__(required=required, **kwargs)
        chooser = FetchedImageChooserBlock(required=required, label=_("Картинка"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser


def images_in(value) -> Iterator[AbstractImage]:
    """All images inside a value of a block, at any depth."""
    if isinstance(value, AbstractImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from images_in(child.value)
    elif isinstance(value, ListValue):
        for item in value:
            yield from images_in(item)
    elif isinstance(value, StructValue):
        for item in value.values():
            yield from images_in(item)


def _numbers_in(raw) -> Iterator[int]:
    """Numbers of all images in the stored form of a text."""
    if isinstance(raw, dict):
        number = raw.get("image")
        if isinstance(number, int):
            yield number
        for part in raw.values():
            yield from _numbers_in(part)
    elif isinstance(raw, list):
        for part in raw:
            yield from _numbers_in(part)


def count_photos(raw) -> int:
    """How many pictures stand in the stored form of a text, galleries and stills of videos included."""
    return sum(1 for _number in _numbers_in(raw))


def first_photo(raw) -> int | None:
    """The number of the first picture in the stored form of a text that is still there."""
    numbers = list(_numbers_in(raw))
    known = (
        set(get_image_model().objects.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else ()
    )
    return next((number for number in numbers if number in known), None)


def images_of(instance: Model) -> list[AbstractImage]:
    """Images in the texts of a page, by one query for all, and those of its foreign keys already fetched.

    Only those that the public may see: of the others no rendition is asked for.
    """
    texts, found = [], []
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            texts.append(getattr(instance, field.name))
        elif (
            isinstance(field, ForeignKey)
            and issubclass(field.related_model, AbstractImage)
            and field.is_cached(instance)
            and getattr(instance, field.name)
        ):
            found.append(getattr(instance, field.name))
    numbers = {number for text in texts for number in _numbers_in(list(text.raw_data))}
    token = _fetched.set(get_image_model().objects.in_bulk(numbers) if numbers else {})
    try:
        found.extend(image for text in texts for image in images_in(text))
    finally:
        _fetched.reset(token)
    return [image for image in found if image.is_shown]


def photos_of(rows: Iterable) -> list[AbstractImage]:
    """The photos of rows or pages that have one which the public may see."""
    return [row.photo for row in rows if row.photo and row.photo.is_shown]


class PictureValue(StructValue):
    """A picture with its caption: without the picture nothing of it is shown."""

    @property
    def is_shown(self) -> bool:
        return bool(self["image"]) and self["image"].is_shown

    @property
    def has_words(self) -> bool:
        """Whether the picture says in words what is on it: a link around one that does not has no name."""
        image = self["image"]
        if getattr(image, "decorative", False):
            return False
        return bool(getattr(image, "contextual_alt_text", "") or image.default_alt_text)


class GalleryValue(StructValue):
    """A gallery shows what may be seen, and is not there when that is nothing."""

    @property
    def shown_pictures(self) -> list[PictureValue]:
        return [picture for picture in self["pictures"] if picture.is_shown]

    @property
    def is_shown(self) -> bool:
        return bool(self.shown_pictures)


class VideoValue(StructValue):
    """The link to a video stays when its still may not be seen."""

    @property
    def address(self) -> str:
        """The plain address of the video, or as it was typed before addresses were recognised."""
        found = video_of(self["url"])
        return found.url if found else self["url"]

    @property
    def service(self) -> str:
        """«VK Видео» or «Rutube»."""
        found = video_of(self["url"])
        return found.service if found else str(host_of_url(self["url"]))

    @property
    def shown_picture(self) -> AbstractImage | None:
        picture = self["picture"]
        return picture if picture and picture.is_shown else None
