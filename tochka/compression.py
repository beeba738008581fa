"""Compress what the application itself writes; static files lie compressed already (WhiteNoise)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from tochka.csp import ADMIN_PREFIX
from toolkit.compressing import SMALLEST, TEXTS, coding_for, compressed

RAW = "tochka.page_raw"  # in `META`: the page cache asks for the text as it is, and makes both codings of it


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
            or request.META.get(RAW)
            or response.has_header("Content-Encoding")
            or not TEXTS.match(response.get("Content-Type", ""))
            or len(response.content) < SMALLEST
        ):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        coding = coding_for(request.headers.get("Accept-Encoding", ""))
        if not coding:
            return response
        response.content = compressed(response.content, coding)
        response["Content-Encoding"] = coding
        response["Content-Length"] = str(len(response.content))
        tag = response.get("ETag", "")
        if tag and not tag.startswith("W/"):
            response["ETag"] = f"W/{tag}"
        return response
