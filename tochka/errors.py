"""Answers when something of the site itself does not work."""

from __future__ import annotations

import errno
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from library.storage import ShelfError
from toolkit.pagecache.front import OTHER_PART, is_kept_in_front
from toolkit.pagecache.wsgi import ASKED

RETRY_SECONDS = 30
FULL, READ_ONLY = "full", "read_only"
#: What is wrong with the disk, by the codes of the system, of SQLite and of PostgreSQL.
OF_DISK: dict[int | str, str] = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EROFS: READ_ONLY,
    "SQLITE_FULL": FULL,
    "53100": FULL,
    "25006": READ_ONLY,
}
DATABASE, SHELF = "database", "shelf"
TITLES: dict[str, str | Promise] = {
    FULL: _("На диске сайта кончилось место"),
    READ_ONLY: _("Диск сайта доступен только для чтения"),
    DATABASE: _("База данных сайта не отвечает"),
    SHELF: _("Хранилище файлов не отвечает"),
}
STAFF = "/admin/"
PROBE = 65536  # bytes; SQLite wants half of it to open a database


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Django's own reads the form again to protect it, and fails again where that was what failed."""
    response = HttpResponse(render_to_string("400.html"), status=400)
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500 for a mistake of ours; 503 when what the site stands on is away: a proxy shows what it has kept.

    Staff are told what it is and that what they have just sent is not kept; a script that sends files gets
    the same words as JSON. nginx keeps pages of two parts of a second and has looked for one of them: it is
    sent to look for the other.
    """
    trouble = trouble_of(sys.exc_info()[1])
    for_staff = request.path_info.startswith(STAFF) and bool(trouble)
    status = 503 if trouble else 500
    if for_staff and request.method == "PUT":
        response: HttpResponse = JsonResponse({"error": f"{TITLES[trouble]}."}, status=status)
    else:
        context = {"trouble": TITLES[trouble] if for_staff else ""}
        response = HttpResponse(render_to_string(f"{status}.html", context), status=status)
    response["Cache-Control"] = "no-store"
    if trouble:
        response["Retry-After"] = str(RETRY_SECONDS)
        if is_kept_in_front(request.META) and request.META.get(ASKED):
            response["X-Accel-Redirect"] = OTHER_PART
    return response


def trouble_of(error: BaseException | None) -> str:
    """A key of `TITLES` for what the error came of; empty for a mistake of the code."""
    found = [_of_one(one) for one in _causes(error)]
    return next((one for one in found if one in (FULL, READ_ONLY)), next(filter(None, found), ""))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _of_one(error: BaseException) -> str:
    code: int | str | None = getattr(error, "sqlstate", None)
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorname", "")
        if code.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
            code = _of_folder(Path(settings.DATABASES["default"]["NAME"]).parent)
    elif isinstance(error, OSError):
        code = error.errno
    if code in OF_DISK:
        return OF_DISK[code]
    if isinstance(error, OperationalError | InterfaceError):
        return DATABASE
    return SHELF if isinstance(error, ShelfError) else ""


def _of_folder(folder: Path) -> int | None:
    """The code of the system for what keeps a small file out of the folder: SQLite does not tell it."""
    try:
        with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
            file.write(bytes(PROBE))
    except OSError as error:
        return error.errno
    return None
