"""What a kept page answers a request with: the page, «304 Not Modified», or its headers alone (RFC 9110)."""

from __future__ import annotations

import re
import time
from typing import Any

from django.utils.http import http_date, parse_http_date_safe

from toolkit.compressing import coding_for
from toolkit.pagecache.entries import Entry, Header
from toolkit.pagecache.front import STATED, states_headers

_TAGS = re.compile(r'(?:W/)?"[^"]*"')
#: Headers that a 304 repeats (RFC 9110, 15.4.5), and those that guard the page anyway.
NOT_IN_304 = {"content-type", "content-length", "content-encoding", "content-language", "content-disposition"}

Answer = tuple[int, list[Header], bytes]
#: The first part of each second, which a proxy in front keeps apart, in seconds (ADR-0032).
EARLY = 0.1


def answer(entry: Entry, environ: dict[str, Any]) -> Answer:
    """Status, headers and body for a GET or HEAD without cookies of ours. A range gets the whole: 200."""
    coding = coding_for(environ.get("HTTP_ACCEPT_ENCODING", "")) if entry.is_text else ""
    headers, body = _prepared(entry, coding, bare=states_headers(environ))
    now = time.time()
    early = 0 if environ.get("HTTP_X_PART_OF_SECOND") == "early" else EARLY
    fresh = [("X-Accel-Expires", f"@{int(now - early)}")]
    if now >= entry.changed:  # before that second is over the page may change once more within it
        fresh.append(("Last-Modified", http_date(entry.changed)))
    if _has_it(entry, etag_of(entry, coding), environ):
        kept = [header for header in headers if header[0].lower() not in NOT_IN_304]
        return 304, kept + fresh, b""
    return 200, headers + fresh, body if environ["REQUEST_METHOD"] == "GET" else b""


def etag_of(entry: Entry, coding: str) -> str:
    """A strong tag: each coding is bytes of its own."""
    return f'"{entry.digest}-{coding}"' if coding else f'"{entry.digest}"'


def _prepared(entry: Entry, coding: str, *, bare: bool) -> tuple[list[Header], bytes]:
    """Headers and body; `bare`: without what the proxy states itself."""
    found = entry.prepared.get((coding, bare))
    if found is None:
        body = entry.body(coding)
        own = [one for one in entry.headers if not (bare and one[0].lower() in STATED)]
        headers = [*own, ("ETag", etag_of(entry, coding)), ("Content-Length", str(len(body)))]
        if coding:
            headers.append(("Content-Encoding", coding))
        found = headers, body
        if coding or not entry.is_text:  # the rare reader without brotli and gzip costs no memory
            entry.prepared[coding, bare] = found
    return found


def _has_it(entry: Entry, etag: str, environ: dict[str, Any]) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        return known.strip() == "*" or etag in {one.removeprefix("W/") for one in _TAGS.findall(known[:2000])}
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    seconds = parse_http_date_safe(since) if since else None
    return seconds is not None and seconds >= entry.changed
