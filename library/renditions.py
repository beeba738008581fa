"""Renditions of many images at once."""

from collections.abc import Iterable, Iterator
from functools import cache, reduce
from operator import or_
from typing import Any

from django.db.models import Q
from wagtail.images.models import AbstractImage

from library.models import ImageRendition
from toolkit.prepared import Prepared
from toolkit.rows import maker

#: Statements are prepared for so many images, twice as many and so on.
STEP = 8
_IMAGE = ImageRendition._meta.get_field("image")
COLUMNS = [field.attname for field in ImageRendition._meta.concrete_fields]
_OF, _SPEC, _FOCUS = (COLUMNS.index(name) for name in ("image_id", "filter_spec", "focal_point_key"))


class Fetched:
    """The stored renditions of an image; most are never shown, so one becomes an object when asked for.

    Stands where Wagtail expects a list of them, `image.prefetched_renditions`.
    """

    def __init__(self, image: AbstractImage, rows: Iterable[tuple[Any, ...]] = ()) -> None:
        self.image = image
        self.found: dict[tuple[str, str], Any] = {(row[_SPEC], row[_FOCUS]): row for row in rows}

    def append(self, rendition: ImageRendition) -> None:
        """Take one that has just been made, as Wagtail does."""
        self.found[rendition.filter_spec, rendition.focal_point_key] = rendition

    def get(self, spec: str, focal_point_key: str) -> ImageRendition | None:
        """The rendition of a specification, if it is there."""
        key = spec, focal_point_key
        rendition = self.found.get(key)
        if isinstance(rendition, tuple):
            rendition = _maker()(self.image._state.db, COLUMNS, rendition)
            _IMAGE.set_cached_value(rendition, self.image)
            self.found[key] = rendition
        return rendition

    def __iter__(self) -> Iterator[ImageRendition]:
        return (one for key in [*self.found] if (one := self.get(*key)) is not None)

    def __len__(self) -> int:
        return len(self.found)


@cache
def _maker() -> Any:
    return maker(ImageRendition)


def prefetch_renditions(images: Iterable[AbstractImage]) -> None:
    """Fetch the stored renditions of all the images by one query; none for no images."""
    wanted = [image for image in images if not hasattr(image, "prefetched_renditions")]
    numbers = [*dict.fromkeys(image.pk for image in wanted)]
    if not numbers:
        return
    rows: dict[int, list[tuple[Any, ...]]] = {number: [] for number in numbers}
    size = -(-len(numbers) // STEP) * STEP
    filled = [*numbers, *numbers[-1:] * (size - len(numbers))]
    for row in _of_images(size)(**{f"image_{place}": number for place, number in enumerate(filled)}):
        rows[row[_OF]].append(row)
    for image in wanted:
        image.prefetched_renditions = Fetched(image, rows[image.pk])


@cache
def _of_images(size: int) -> Prepared[Any]:
    names = [f"image_{place}" for place in range(size)]
    return Prepared(
        lambda **slots: ImageRendition.objects.filter(
            reduce(or_, (Q(image_id=slots[name]) for name in names))
        ).values_list(*COLUMNS),
        names,
    )
