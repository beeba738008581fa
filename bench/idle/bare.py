"""A page without a site: of the server behind nginx nothing is measured here."""

from collections.abc import Callable, Iterable
from typing import Any

PAGE = b"Readers wait for this. " * 400


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(PAGE)))])
    return [PAGE]
