"""Which images a page will show, so that their renditions are fetched at once."""

from collections.abc import Iterable, Iterator

from django.db.models import ForeignKey, Model
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage


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


def images_of(instance: Model) -> list[AbstractImage]:
    """Images in the StreamFields of a page and those it refers to by a foreign key already fetched."""
    found: list[AbstractImage] = []
    for field in instance._meta.concrete_fields:
        if isinstance(field, StreamField):
            found.extend(images_in(getattr(instance, field.name)))
        elif (
            isinstance(field, ForeignKey)
            and issubclass(field.related_model, AbstractImage)
            and field.is_cached(instance)
            and getattr(instance, field.name)
        ):
            found.append(getattr(instance, field.name))
    return found


def photos_of(rows: Iterable) -> list[AbstractImage]:
    """The photos of rows or pages that have one."""
    return [row.photo for row in rows if row.photo]
