"""Give a visitor the version they set, and leave everybody else's answers as they are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from toolkit.vision.addresses import own_address
from toolkit.vision.dressing import dress
from toolkit.vision.options import COOKIE, Settings

STAFF = "/admin/"
#: What a visitor's browser has kept is a page of other settings, or the ordinary one.
VALIDATORS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class VisionMiddleware:
    """Dress public pages for visitors whose cookie asks for it.

    `request.vision` holds the settings, or None. A view sets `response.vision` to show a page in other ones,
    then without the bar. Answers for visitors with settings are `private, no-store`; all others know nothing
    of the cookie, neither in `Vary` nor in the text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(STAFF):
            return self.get_response(request)
        settings = Settings.from_cookie(request.COOKIES.get(COOKIE, ""))
        request.vision = settings  # type: ignore[attr-defined]
        if settings is not None:
            for name in VALIDATORS:
                request.META.pop(name, None)
        response = self.get_response(request)
        own = getattr(response, "vision", None)
        settings = own or settings
        if settings is None or not isinstance(response, HttpResponse) or response.streaming:
            return response
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        text = response.content.decode(response.charset)
        response.content = dress(text, settings, own_address(request), bar=own is None).encode(
            response.charset
        )
        if response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        for name in ("ETag", "Last-Modified", "Expires"):
            response.headers.pop(name, None)
        response["Cache-Control"] = "private, no-store"
        return response
