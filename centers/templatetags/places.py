"""Places and numbers in templates: `{% load places %}`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.http import urlencode

register = template.Library()


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
