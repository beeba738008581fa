"""Sessions by keys that this site has given out."""

from __future__ import annotations

import re

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware as DjangosSessionMiddleware
from django.http import HttpRequest

_KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionMiddleware(DjangosSessionMiddleware):
    """As Django's, and a cookie that cannot be a key is none: PostgreSQL is never asked for a zero byte."""

    def process_request(self, request: HttpRequest) -> None:
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
        request.session = self.SessionStore(key if _KEY.fullmatch(key) else None)
