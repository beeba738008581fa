"""Each request gets a number, a line in the log and a place in the metrics, whoever answers it."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tochka.watching import counting
from tochka.watching.number import request_id
from toolkit.pagecache.front import is_kept_in_front

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

access = logging.getLogger("tochka.access")

HEADER = "X-Request-ID"
#: Where Django leaves the name of its screen for the wrapper around it.
SCREEN = "tochka.screen"
#: The number that a proxy gave, if it looks like one; anything else could forge lines of the log.
_GIVEN = re.compile(r"[A-Za-z0-9_-]{8,64}")


class ScreenMiddleware:
    """Leave the name of the address's route where the wrapper of the whole application finds it.

    Not the address itself: an invitation's or a document's holds a secret, a search's somebody's words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        request.META[SCREEN] = match.view_name or match.route if match else "unknown"
        return response


class Watched:
    """A WSGI application with a number, a line and a measurement for each request."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        number = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        token = request_id.set(number)
        started = time.perf_counter()
        status = ["500"]

        def start(line: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            status[0] = line[:3]
            if not (is_kept_in_front(environ) and _is_for_many(headers)):
                headers = [*headers, (HEADER, number)]
            return start_response(line, headers, *rest)

        def end() -> None:
            note(environ, status[0], time.perf_counter() - started)
            request_id.reset(token)

        try:
            body = self.application(environ, start)
        except BaseException:
            end()
            raise
        wrapper = environ.get("wsgi.file_wrapper")
        if isinstance(wrapper, type) and isinstance(body, wrapper):
            end()  # the server lets the kernel send a file, but only if it gets the file itself
            return body
        return _Ended(body, end)


def _is_for_many(headers: list[tuple[str, str]]) -> bool:
    """Whether a proxy keeps the answer: one visitor's number would be every visitor's."""
    return any(name == "X-Accel-Expires" for name, _value in headers)


class _Ended:
    """The body of an answer, and what is done once it is sent or given up."""

    def __init__(self, body: Iterable[bytes], end: Callable[[], None]) -> None:
        self.body, self.end = body, end

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.body)

    def close(self) -> None:
        try:
            close = getattr(self.body, "close", None)
            if close is not None:
                close()
        finally:
            self.end()


def note(environ: WSGIEnvironment, status: str, seconds: float) -> None:
    """Write down what was asked, how it ended and how long it took: nothing about who asked."""
    method = environ.get("REQUEST_METHOD", "")
    method = method if method in counting.METHODS else "other"
    screen = environ.get(SCREEN, "none")
    counting.note_request(method, screen, status, seconds)
    if access.isEnabledFor(logging.INFO):
        facts = {"method": method, "screen": screen, "status": int(status), "ms": round(seconds * 1000, 1)}
        access.info("%(method)s %(screen)s %(status)s %(ms)s ms", facts, extra=facts)
