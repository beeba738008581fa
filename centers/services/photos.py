"""The files of photos are made when a page is published, so that its first visitor waits for none."""

from collections.abc import Iterator
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.fields import StreamField
from wagtail.models import Page

from centers.blocks.images import images_in, images_of
from library.models import Image
from library.shapes import ask_for

#: Where the photo of a page stands: in lists and on the page itself.
SHAPES_OF_PHOTO = {
    "ProgramPage": ("card", "aside"),
    "EventPage": ("line", "text", "card"),
    "NewsPage": ("line", "text"),
    "AlbumPage": ("card",),
}
SHAPES_OF_BLOCK = {"picture": ("text",), "gallery": ("gallery", "large"), "video": ("video",)}


def photos_to_make(page: Page) -> Iterator[tuple[Image, str]]:
    """The photos of a page that the public may see, each with the shapes in which pages show it."""
    images_of(page)  # fetches those of its texts at once
    own = [getattr(page, name, None) for name in ("photo", "cover")]
    for image in own:
        if image is not None:
            yield from ((image, shape) for shape in SHAPES_OF_PHOTO.get(type(page).__name__, ()))
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            yield from _of_text(getattr(page, field.name))


def _of_text(text: StreamValue) -> Iterator[tuple[Image, str]]:
    for block in text:
        value: Any = block.value
        if isinstance(value, StructValue):
            shapes = SHAPES_OF_BLOCK.get(block.block_type, ())
            yield from ((image, shape) for image in images_in(value) for shape in shapes)


def make_photos_ready(page: Page) -> None:
    """Ask the worker for the files of all photos of a page."""
    ask_for((image, shape) for image, shape in photos_to_make(page) if image.is_shown)
