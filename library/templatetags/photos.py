"""Photos in templates: may the public see it today, and the markup of one that it may."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from library.models import Image
from library.shapes import SHAPES, photo_files

register = template.Library()


@register.filter
def shown(image: Image | None) -> bool:
    """`{% if page.photo|shown %}`: there is a picture and it may be seen."""
    return image is not None and bool(image) and image.is_shown


@register.filter
def shown_blocks(body: Iterable[Any] | None) -> list[Any]:
    """Return the blocks of a text without pictures that may not be seen: their value says `is_shown`."""
    return [block for block in body or () if getattr(block.value, "is_shown", True)]


@register.simple_tag
def photo(image: Image, shape: str, eager: bool = False, **attributes: str) -> SafeString:
    """`{% photo page.photo "card" class="card__photo" alt="" %}`: AVIF, WebP and JPEG, with their sides.

    The words are those of the image unless `alt` is given. `eager` is for the one photo that the page
    opens with; all others are fetched when they come near the screen. Print it only for photos that are
    `shown`.
    """
    files = photo_files(image, shape)
    sizes = f' sizes="{SHAPES[shape].sizes}"'
    sources = "".join(
        f'<source type="image/{kind}" srcset="{_srcset(renditions)}"{sizes if len(renditions) > 1 else ""}>'
        for kind, renditions in files.modern
    )
    alt = attributes.pop("alt", _words(image))
    how = 'fetchpriority="high"' if eager else 'loading="lazy"'
    more = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
    sides = f'width="{files.jpeg.width}" height="{files.jpeg.height}"'
    written = f'src="{_escaped(files.jpeg.url)}" alt="{_escaped(alt)}" {sides} {how} decoding="async"{more}'
    picture = f"<picture>{sources}<img {written}></picture>" if sources else f"<img {written}>"
    return mark_safe(picture)  # noqa: S308 - what is not of this file is escaped


def _escaped(value: object) -> str:
    """As `conditional_escape` does, without looking for lazy words."""
    return str(value) if hasattr(value, "__html__") else escape(str(value))


@register.simple_tag
def photo_url(image: Image, shape: str) -> str:
    """The address of the JPEG of a photo in a shape."""
    return str(photo_files(image, shape).jpeg.url)


def _words(image: Image) -> str:
    """What is said of the image in this place: nothing for decoration, own words, or those of the image."""
    if getattr(image, "decorative", False):
        return ""
    return getattr(image, "contextual_alt_text", None) or image.default_alt_text


def _srcset(renditions: Iterable[Any]) -> str:
    by_width = {rendition.width: _escaped(rendition.url) for rendition in renditions}
    if len(by_width) == 1:
        return next(iter(by_width.values()))
    return ", ".join(f"{url} {width}w" for width, url in by_width.items())
