"""Answers kept pages before Django is asked: no middleware, no database, no address to resolve."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from toolkit.pagecache.answers import answer
from toolkit.pagecache.asked import Asked, asked
from toolkit.pagecache.entries import Entry
from toolkit.pagecache.store import is_on, store
from toolkit.turns import Turns

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ASKED = "tochka.page_asked"  # in `environ`: the request was looked up here, and this is what it asks for
SCREEN = "tochka.screen"  # what the measurements call a kept page
LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}


class PageCacheApplication:
    """The site's application with the page cache in front of it.

    An answer of here was once given by the whole of Django to the same scheme, host and address: unknown
    hosts and redirects to https are never kept, so they are never answered from here. What has to be made is
    made in turn.
    """

    def __init__(self, application: Application, salt: str, turns: Turns | None = None) -> None:
        self.application = application
        self.salt = salt
        self.turns = turns or Turns()
        self.is_on = is_on()
        self.port = urlsplit(settings.SITE_ADDRESS).port

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        wanted: Asked | None = None
        if self.is_on:
            wanted = environ[ASKED] = asked(environ, self.salt, self.port)
        entry = _kept(wanted)
        if entry is None:
            with self.turns.take() as has_waited:
                entry = _kept(wanted) if has_waited else None  # the one before may have made this very page
                if entry is None:
                    return self.application(environ, start_response)
        environ[SCREEN] = "kept"
        status, headers, body = answer(entry, environ)
        start_response(LINES[status], list(headers))
        return [body]


def _kept(wanted: Asked | None) -> Entry | None:
    return store().get(wanted.key, has_query=wanted.has_query) if wanted else None
