"""Renditions of many images at once."""

from collections.abc import Iterable
from functools import cache, reduce
from operator import or_

from django.db.models import Q
from wagtail.images.models import AbstractImage

from library.models import ImageRendition
from toolkit.prepared import Prepared

#: Statements are prepared for so many images, twice as many and so on.
STEP = 8
_IMAGE = ImageRendition._meta.get_field("image")


def prefetch_renditions(images: Iterable[AbstractImage]) -> None:
    """Fetch the stored renditions of all the images by one query; none for no images."""
    wanted = [image for image in images if not hasattr(image, "prefetched_renditions")]
    numbers = [*dict.fromkeys(image.pk for image in wanted)]
    if not numbers:
        return
    found: dict[int, list[ImageRendition]] = {number: [] for number in numbers}
    size = -(-len(numbers) // STEP) * STEP
    filled = [*numbers, *numbers[-1:] * (size - len(numbers))]
    for row in _of_images(size)(**{f"image_{place}": number for place, number in enumerate(filled)}):
        found[row.image_id].append(row)
    for image in wanted:
        for row in found[image.pk]:
            _IMAGE.set_cached_value(row, image)
        image.prefetched_renditions = found[image.pk]


@cache
def _of_images(size: int) -> Prepared[ImageRendition]:
    names = [f"image_{place}" for place in range(size)]
    return Prepared(
        lambda **slots: ImageRendition.objects.filter(
            reduce(or_, (Q(image_id=slots[name]) for name in names))
        ),
        names,
    )
