"""Places and numbers in templates: `{% load places %}`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.http import urlencode
from wagtail.models import Page

from centers.metadata.addresses import link_to

register = template.Library()


@register.simple_tag(takes_context=True)
def link(context: Context, page: Page) -> str | None:
    """`{% link page %}`: the address of a page as `{% pageurl %}` writes it, found once for a response."""
    return link_to(page, context.get("request"))


@register.filter
def of_type(sections: Iterable[Page] | None, model: str) -> Page | None:
    """The first of the sections that is of the type."""
    return next((section for section in sections or () if section.cached_content_type.model == model), None)


@register.filter
def of_block(numbers: Mapping[str, Any] | None, block: Any) -> Any:
    """The numbers kept for a block of a text; None where the page keeps none."""
    return (numbers or {}).get(str(getattr(block, "id", "")))


@register.filter
def full_stop(words: str) -> str:
    """The words with a full stop after them, where none stands yet: «22 ноября 2026 г.»."""
    return words if words.endswith((".", "…", "!", "?")) else f"{words}."


@register.filter
def outside_map(school: Any) -> str:
    """The address of the school on Яндекс Карты, to be followed and never loaded; empty when unknown."""
    if school is None or school.latitude is None:
        return ""
    point = f"{school.longitude},{school.latitude}"
    return f"https://yandex.ru/maps/?{urlencode({'pt': point, 'z': 16, 'l': 'map'})}"
