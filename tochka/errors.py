"""Answers when something of the site itself does not work."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from library.storage import ShelfError

RETRY_SECONDS = 30


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a mistake of ours; 503 when database or bucket is away: a proxy shows what it has kept."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError | ShelfError)
    status = 503 if is_away else 500
    response = HttpResponse(render_to_string(f"{status}.html"), status=status)
    response["Cache-Control"] = "no-store"
    if is_away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
