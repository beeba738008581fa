"""Turn the ordinary page into the version for the visually impaired.

The page is made once, for everybody, and this is done to its text afterwards: whatever a template or a
cache holds is the ordinary page, and every page has the other version, those of errors included.
"""

from __future__ import annotations

import re

from django.template.loader import render_to_string

from toolkit.sheets import sheet
from toolkit.vision.options import OPTIONS, Settings

SHEET = "css/vision.css"

_ROOT = re.compile(r"<html\b")
_HEAD_END = "</head>"
_SKIP_LINK = re.compile(r'<a class="skip-link"[^>]*>.*?</a>', re.DOTALL)
_SOURCES = re.compile(r"<source\b[^>]*>|</?picture\b[^>]*>")
_PICTURE = re.compile(r"<img\b[^>]*>")
_WORDS = re.compile(r'\salt="([^"]*)"')


def _words_instead(match: re.Match[str]) -> str:
    """The description of a picture in its place; a picture that only decorates leaves nothing."""
    found = _WORDS.search(match[0])
    words = found[1].strip() if found else ""
    return f'<span class="no-picture" role="img" aria-label="{words}">{words}</span>' if words else ""


def without_pictures(html: str) -> str:
    """Put descriptions where pictures stood, so that a browser asks for none.

    Only for pages of our templates: there every value of an attribute is quoted and escaped.
    """
    return _PICTURE.sub(_words_instead, _SOURCES.sub("", html))


def dress(html: str, settings: Settings, address: str, *, bar: bool = True) -> str:
    """The page with these settings; `address` is where its bar returns to."""
    html = _ROOT.sub(f"<html{settings.attributes}", html, count=1)
    style = f"<style>{sheet(SHEET).text}</style>"
    html = html.replace(_HEAD_END, style + _HEAD_END, 1)
    if settings.pictures == "off":
        html = without_pictures(html)
    if bar:
        context = {"options": {option.name: option for option in OPTIONS}, "settings": settings}
        shown = render_to_string("components/vision_bar.html", {**context, "address": address})
        html = _SKIP_LINK.sub(lambda match: match[0] + shown, html, count=1)
    return html
