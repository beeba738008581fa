"""Renditions of many images at once."""

from collections.abc import Iterable

from django.db.models import Prefetch, prefetch_related_objects
from wagtail.images.models import AbstractImage


def prefetch_renditions(images: Iterable[AbstractImage]) -> None:
    """Fetch the stored renditions of all the images by one query; none for no images."""
    wanted = [image for image in images if not hasattr(image, "prefetched_renditions")]
    if not wanted:
        return
    model = wanted[0].get_rendition_model()
    prefetch_related_objects(
        wanted, Prefetch("renditions", queryset=model.objects.all(), to_attr="prefetched_renditions")
    )
