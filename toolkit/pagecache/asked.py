"""Which requests may be answered from the cache, and under which key."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings

#: Whoever has one of these may see something of their own.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "low_vision", "messages")
#: Staff, files and what is asked by machines: never kept.
NEVER = (
    "/admin/",
    "/static/",
    "/media/",
    "/documents/",
    "/f/",
    "/healthz",
    "/readyz",
    "/metrics",
    "/invite/",
)
#: Marks of advertisers in addresses; no page reads them, and none is told of them.
MARKS = re.compile(r"utm_\w+|yclid|ysclid|gclid|fbclid|_openstat", re.ASCII)
LONGEST_PATH, LONGEST_QUERY = 500, 200  # characters
MOST_FIELDS = 12

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose answer is the same for everybody who has no cookie of ours."""

    key: str
    names: frozenset[str]

    @property
    def has_query(self) -> bool:
        return bool(self.names)


def asked(environ: dict[str, Any], salt: str, port: int | None) -> Asked | None:
    """What a request asks for, or None when it must go on to Django as it is.

    `port` is the one of the site's address. Marks of advertisers are taken out of `QUERY_STRING`.
    """
    path = environ.get("PATH_INFO", "")
    if (
        environ["REQUEST_METHOD"] not in {"GET", "HEAD"}
        or path.startswith(NEVER)
        or len(path) > LONGEST_PATH
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("SCRIPT_NAME")
    ):
        return None
    cookie = environ.get("HTTP_COOKIE")
    if cookie and any(name in cookie for name in OWN_COOKIES):
        return None
    host = environ.get("HTTP_HOST", "")
    match = _HOST.fullmatch(host)
    if match is None or not _is_our_port(match[1], environ, port):
        return None
    query, names = environ.get("QUERY_STRING", ""), frozenset[str]()
    if query:
        fields = _fields(query)
        if fields is None:
            return None
        kept = [(name, value) for name, value in fields if not MARKS.fullmatch(name)]
        if len(kept) != len(fields):
            query = environ["QUERY_STRING"] = urlencode(kept)
        names = frozenset(name for name, _value in kept)
        if query and not names:
            return None
    parts = (salt, environ.get("wsgi.url_scheme", "http"), host, path, query)
    digest = hashlib.blake2b("\n".join(parts).encode("utf-8", "surrogateescape"), digest_size=20)
    return Asked(digest.hexdigest(), names)


def _fields(query: str) -> list[tuple[str, str]] | None:
    if len(query) > 2000:
        return None
    try:
        fields = parse_qsl(query, keep_blank_values=True, max_num_fields=4 * MOST_FIELDS)
    except ValueError:
        return None
    kept = [one for one in fields if not MARKS.fullmatch(one[0])]
    if len(kept) > MOST_FIELDS or sum(len(name) + len(value) for name, value in kept) > LONGEST_QUERY:
        return None
    return fields


def _is_our_port(text: str | None, environ: dict[str, Any], port: int | None) -> bool:
    """Strangers may name any port; only those that lead here have pages of their own."""
    return text is None or text in {"80", "443", str(port), str(environ.get("SERVER_PORT", ""))}
