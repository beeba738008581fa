"""Texts as brotli and gzip, whichever a visitor takes."""

from __future__ import annotations

import gzip
import re
from functools import lru_cache

import brotli

SMALLEST = 500  # bytes; less than that fits into one packet anyway
BROTLI_QUALITY = 5  # as much smaller than gzip as a page needs, in about a millisecond
GZIP_LEVEL = 6
TEXTS = re.compile(r"text/|application/(?:json|ld\+json|xml|rss\+xml|atom\+xml)|image/svg")
_CODING = re.compile(r"\s*(br|gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*$", re.ASCII)


@lru_cache(maxsize=256)
def coding_for(header: str) -> str:
    """«br», «gzip» or nothing, by the `Accept-Encoding` of a request."""
    weights = {}
    for part in header[:500].lower().split(","):
        match = _CODING.match(part)
        if match:
            weights[match[1]] = match[2] is None or match[2].strip("0.") != ""
    return next((coding for coding in ("br", "gzip") if weights.get(coding, False)), "")


def compressed(content: bytes, coding: str) -> bytes:
    """The text in this coding, «br» or «gzip»; the same bytes each time."""
    if coding == "br":
        return brotli.compress(content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY)
    return gzip.compress(content, GZIP_LEVEL, mtime=0)
