"""The worker of gunicorn, in Russian: what it answers by itself, before or instead of the application."""

from __future__ import annotations

from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

PAGE = """<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} — Точка роста</title>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{todo}</p>
<p><a href="/">На главную</a></p>
</main>
</body>
</html>
"""
ANSWERS = {
    LimitRequestLine: (
        "414 URI Too Long",
        "Адрес слишком длинный",
        "Вернитесь назад и сократите запрос: сайт ищет по нескольким словам.",
    ),
    LimitRequestHeaders: (
        "431 Request Header Fields Too Large",
        "Браузер прислал слишком много данных",
        "Удалите в браузере cookie этого сайта и откройте страницу снова.",
    ),
}


def answer(status: str, title: str, todo: str) -> bytes:
    """A whole HTTP answer with a page that says what to do."""
    body = PAGE.format(title=title, todo=todo).encode()
    head = (
        f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Threads(ThreadWorker):
    """gunicorn's threads; people see no English page of its own.

    A request that no browser sends (a wrong version, a header without a colon) keeps gunicorn's answer.
    """

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        words = ANSWERS.get(type(exc))
        if words is None:
            super().handle_error(req, client, addr, exc)
            return
        self.log.warning("Invalid request: %s", type(exc).__name__)
        try:
            util.write_nonblock(client, answer(*words))
        except OSError:
            self.log.debug("Failed to send error message.")
