"""The one question that a template asks about a picture: may the public see it today?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from library.models import Image

register = template.Library()


@register.filter
def shown(image: Image | None) -> bool:
    """`{% if page.photo|shown %}`: there is a picture and it may be seen."""
    return image is not None and bool(image) and image.is_shown


@register.filter
def shown_blocks(body: Iterable[Any] | None) -> list[Any]:
    """Return the blocks of a text without pictures that may not be seen: their value says `is_shown`."""
    return [block for block in body or () if getattr(block.value, "is_shown", True)]
