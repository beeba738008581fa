"""Template tags of the frame of pages: `{% load look %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString, mark_safe

from toolkit import sheets
from toolkit.vision.addresses import settings_link

register = template.Library()


@register.simple_tag
def style(name: str) -> SafeString:
    """`{% style "css/site.css" %}` writes a style sheet of the static files into the page."""
    return mark_safe(f"<style>{sheets.sheet(name).text}</style>")  # noqa: S308 - a file of the project


@register.simple_tag(takes_context=True)
def vision_link(context: Context) -> str:
    """`{% vision_link as url %}`: the address of the settings of the version for the visually impaired."""
    request: Any = context.get("request")
    return settings_link(request)


@register.filter
def chosen(settings: object, name: str) -> str:
    """`{{ settings|chosen:option.name }}`: the value of a setting."""
    return str(getattr(settings, name))
