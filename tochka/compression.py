"""Compress what the application itself writes; static files lie compressed already (WhiteNoise)."""

import gzip
import re
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from tochka.csp import ADMIN_PREFIX

SMALLEST = 500  # bytes; less than that fits into one packet anyway
BROTLI_QUALITY = 5  # as much smaller than gzip as a page needs, in about a millisecond
GZIP_LEVEL = 6
TEXTS = re.compile(r"text/|application/(?:json|ld\+json|xml|rss\+xml|atom\+xml)|image/svg")
_CODING = re.compile(r"\s*(br|gzip|\*)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*$", re.ASCII)


def coding_for(header: str) -> str:
    """«br», «gzip» or nothing, by the `Accept-Encoding` of a request."""
    weights = {}
    for part in header[:500].lower().split(","):
        match = _CODING.match(part)
        if match:
            weights[match[1]] = match[2] is None or match[2].strip("0.") != ""
    return next((coding for coding in ("br", "gzip") if weights.get(coding, False)), "")


class CompressionMiddleware:
    """Send public texts as brotli or gzip, whichever the visitor takes.

    Compressed text tells by its length whether something repeats in it, so pages with a secret that stays the
    same must not pass here when they also repeat what a stranger typed (BREACH). Public pages have none: the
    token of a form is masked anew in each answer. The admin is left alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            not isinstance(response, HttpResponse)
            or request.path_info.startswith(ADMIN_PREFIX)
            or response.has_header("Content-Encoding")
            or not TEXTS.match(response.get("Content-Type", ""))
            or len(response.content) < SMALLEST
        ):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        coding = coding_for(request.headers.get("Accept-Encoding", ""))
        if not coding:
            return response
        if coding == "br":
            response.content = brotli.compress(
                response.content, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY
            )
        else:
            response.content = gzip.compress(response.content, GZIP_LEVEL, mtime=0)
        response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
        tag = response.get("ETag", "")
        if tag and not tag.startswith("W/"):
            response["ETag"] = f"W/{tag}"
        return response
