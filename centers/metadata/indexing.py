"""Whether search engines may keep this site.

`SEARCH_ENGINES` of the environment says yes or no; without it a site is closed while it is served
without https, or while a reason registered by a room above holds (the demonstration network).
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from toolkit.pagecache import watching

Reason = Callable[[], bool]

_reasons: list[Reason] = []
CACHE_KEY = "closed-to-search-engines"
KEPT = 600  # seconds in which a page may still go by an earlier answer

HEADER = "X-Robots-Tag"
CLOSED = "noindex, nofollow"
#: What is nobody's page: screens of the staff, invitations, files for schools' own sites.
PRIVATE = ("/admin/", "/invite/")


def register_reason(reason: Reason) -> None:
    """Add a reason to close the whole site; it is asked once in `KEPT` seconds."""
    if reason not in _reasons:
        _reasons.append(reason)


def forget() -> None:
    """Ask the reasons anew: something that they look at has changed."""
    cache.delete(CACHE_KEY)
    watching.touch_everything()


def may_be_indexed() -> bool:
    """Whether search engines may keep the pages of this installation."""
    if settings.SEARCH_ENGINES is not None:
        return bool(settings.SEARCH_ENGINES)
    if not settings.HTTPS:
        return False
    closed = cache.get(CACHE_KEY)
    if closed is None:
        closed = any(reason() for reason in _reasons)
        cache.set(CACHE_KEY, closed, KEPT)
    return not closed


class SearchEnginesMiddleware:
    """Say `X-Robots-Tag: noindex` for a closed site, and for what is nobody's page anywhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path.startswith(PRIVATE) or not may_be_indexed():
            response.setdefault(HEADER, CLOSED)
        return response
