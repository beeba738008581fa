"""QR codes as SVG, drawn here: no other site is asked."""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str, label: str) -> SafeString:
    """An inline SVG picture of the text; `label` is what a screen reader says of it.

    Without a size of its own: the style sheet gives it one. Error correction M survives a fold in paper.
    """
    code = segno.make(text, error="m", micro=False)
    picture = code.svg_inline(
        border=4, omitsize=True, svgclass="qr", lineclass=None, title=label, dark="#000"
    )
    return mark_safe(picture)  # noqa: S308 - segno escapes the title, the rest are figures
