"""Files handed out by the site itself, or by nginx on its word.

Conditional requests and ranges follow RFC 9110 (§§ 13 and 14), names in
`Content-Disposition` RFC 6266 and RFC 8187.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, Protocol, cast
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from library.naming import stored_name
from library.storage import Shelf
from library.types import INLINE, PDF

CHUNK_BYTES = 64 * 1024

# Nothing that a file holds may run or load anything on the site's origin.
LOCKED_POLICY = "default-src 'none'; sandbox"
# A browser shows a PDF by an embedded viewer of its own, which a sandbox shuts out in Chromium of
# some years ago, the last one on Windows 7 included. The viewer is another origin: what runs inside
# a PDF never reaches the site, and the page around it may run nothing.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


class StoredFile(Protocol):
    """A file of a storage: a `FieldFile`, or anything else with these two."""

    storage: Storage
    name: str | None


def serve_file(
    request: HttpRequest,
    fieldfile: StoredFile,
    *,
    filename: str,
    content_type: str,
    public: bool,
    max_age: int = 0,
) -> HttpResponseBase:
    """Answer a GET or HEAD for a stored file; who may have it has been decided before.

    `filename` is the name that the reader's browser proposes, in any language.
    `public` lets shared caches keep the answer as long as they ask each time
    whether it still holds, or for `max_age` seconds without asking.
    With `USE_X_ACCEL` the body comes from nginx (`deploy/nginx`), which does
    ranges and conditional requests by itself.

    :raises Http404: when the file is not there.
    """
    shelf, name = cast(Shelf, fieldfile.storage), fieldfile.name or ""
    fact = shelf.fact(name)
    if fact is None:
        raise Http404
    size, modified = fact.size, int(fact.time)
    headers = _headers(filename, content_type, public=public, max_age=max_age)
    if getattr(settings, "USE_X_ACCEL", False) and isinstance(shelf, FileSystemStorage):
        return HttpResponse(headers={**headers, "X-Accel-Redirect": _internal_address(shelf, name)})

    etag = _etag(name, size)
    headers |= {"ETag": etag, "Last-Modified": http_date(modified), "Accept-Ranges": "bytes"}
    if refusal := get_conditional_response(request, etag=etag, last_modified=modified):
        return _with_headers(refusal, headers)
    wanted = _wanted_range(request, size, etag, modified)
    if wanted is None:
        return _whole(request, shelf, name, size, headers)
    first, last = wanted
    if first > last:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    return _part(shelf, name, first, last, {**headers, "Content-Range": f"bytes {first}-{last}/{size}"})


def content_disposition(filename: str, content_type: str) -> str:
    """Return the header: shown in the browser when that is safe, saved under `filename` otherwise.

    Carries a Latin name for old programs and the real one for all others.
    """
    kind = "inline" if content_type in INLINE else "attachment"
    plain = "".join(char for char in filename if char.isprintable()).strip() or "file"
    latin = stored_name(plain)
    header = f'{kind}; filename="{latin}"'
    return header if latin == plain else f"{header}; filename*=UTF-8''{quote(plain, safe='')}"


def _headers(filename: str, content_type: str, *, public: bool, max_age: int) -> dict[str, str]:
    return {
        "Content-Type": content_type,
        "Content-Disposition": content_disposition(filename, content_type),
        "Cache-Control": _cache_control(public=public, max_age=max_age),
        "Content-Security-Policy": PDF_POLICY if content_type == PDF else LOCKED_POLICY,
        "X-Content-Type-Options": "nosniff",
    }


def _cache_control(*, public: bool, max_age: int) -> str:
    if not public:
        return "private, no-store"
    return f"public, max-age={max_age}" if max_age else "public, no-cache"


def _etag(name: str, size: int) -> str:
    """Stored names are never used twice, so the name stands for the content."""
    return f'"{hashlib.blake2s(f"{name}:{size}".encode(), digest_size=12).hexdigest()}"'


def _wanted_range(request: HttpRequest, size: int, etag: str, modified: int) -> tuple[int, int] | None:
    """Return the first and last byte asked for; None means the whole file, first > last an impossible wish.

    Several ranges at once are answered with the whole file, as RFC 9110 (§ 14.2) allows.
    """
    match = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if request.method != "GET" or not match or not _if_range_holds(request, etag, modified):
        return None
    start, end = match.groups()
    if start:
        first, last = int(start), min(int(end or size - 1), size - 1)
        if end and int(end) < int(start):
            return None
        return (first, last) if first < size else (1, 0)
    if not end:
        return None
    return (max(0, size - int(end)), size - 1) if int(end) and size else (1, 0)


def _if_range_holds(request: HttpRequest, etag: str, modified: int) -> bool:
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag
    return parse_http_date_safe(condition) == modified


def _whole(
    request: HttpRequest, shelf: Shelf, name: str, size: int, headers: dict[str, str]
) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse(headers={**headers, "Content-Length": str(size)})
    response = FileResponse(shelf.reading(name), content_type=headers["Content-Type"])
    return _with_headers(response, {**headers, "Content-Length": str(size)})


def _part(shelf: Shelf, name: str, first: int, last: int, headers: dict[str, str]) -> FileResponse:
    file = shelf.reading(name, first, last)
    response = FileResponse(_Slice(file, last - first + 1), status=206, content_type=headers["Content-Type"])
    return _with_headers(response, {**headers, "Content-Length": str(last - first + 1)})


def _with_headers(response: Any, headers: dict[str, str]) -> Any:
    for header, value in headers.items():
        response[header] = value
    return response


def _internal_address(storage: FileSystemStorage, name: str) -> str:
    """Return the address below nginx's internal location that stands for `MEDIA_ROOT`."""
    prefix = getattr(settings, "X_ACCEL_PREFIX", "/_media/").rstrip("/")
    place = storage.path(name).removeprefix(str(settings.MEDIA_ROOT)).replace("\\", "/").lstrip("/")
    return f"{prefix}/{quote(place)}"


class _Slice:
    """A file that ends after `left` bytes."""

    def __init__(self, file: Any, left: int) -> None:
        self.file = file
        self.left = left

    def read(self, count: int = CHUNK_BYTES) -> bytes:
        chunk: bytes = self.file.read(min(count, self.left) if count >= 0 else self.left)
        self.left -= len(chunk)
        return chunk

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(CHUNK_BYTES):
            yield chunk

    def close(self) -> None:
        self.file.close()
