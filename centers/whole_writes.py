"""A page is created, changed, moved or removed by its screen as a whole or not at all.

Wagtail's page screens write the page, its revision, its log and its references one after another, each in a
transaction of its own. A server or a database that dies between two of them left a published page without
the revision that is shown (found by `bench.faults`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

NAMESPACE = "wagtailadmin_pages"


class WholeWritesMiddleware:
    """Calls the screens of pages inside one transaction when they are sent a form.

    Stands last, so that whoever may refuse has been asked. An exception takes everything back; an answer
    that shows the form again with what is wrong has written nothing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The answer of the screen, or nothing: then Django calls it."""
        match = request.resolver_match
        if request.method != "POST" or match is None or NAMESPACE not in match.namespaces:
            return None
        with transaction.atomic():
            return view(request, *args, **kwargs)
