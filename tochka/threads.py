"""The worker of gunicorn, in Russian: what it answers by itself, before or instead of the application."""

from __future__ import annotations

from typing import Any

from gunicorn import util
from gunicorn.http.errors import (
    ExpectationFailed,
    ForbiddenProxyRequest,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
    ParseException,
    UnsupportedTransferCoding,
)
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
NOT_UNDERSTOOD = (
    "Сайт не понял запрос",
    "Так не спрашивает ни один браузер. Наберите адрес сайта заново или начните с главной страницы.",
)
ANSWERS: dict[type[Exception], tuple[str, str, str]] = {
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
    UnsupportedTransferCoding: ("501 Not Implemented", *NOT_UNDERSTOOD),
    ExpectationFailed: ("417 Expectation Failed", *NOT_UNDERSTOOD),
    ForbiddenProxyRequest: ("403 Forbidden", *NOT_UNDERSTOOD),
    ParseException: ("400 Bad Request", *NOT_UNDERSTOOD),
}
FAILED = (
    "500 Internal Server Error",
    "На сайте ошибка",
    "Мы о ней уже знаем: сведения записаны в журнал. Попробуйте обновить страницу через несколько минут.",
)


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
    """gunicorn's threads; people see no English page of its own."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: Exception) -> None:
        """Answer what the application was never asked, or failed at."""
        words = next((words for kind, words in ANSWERS.items() if isinstance(exc, kind)), None)
        is_ours = isinstance(exc, InvalidResponseHeader | InvalidResponseHeaderName) or words is None
        if is_ours:
            self.log.error("The answer failed: %s", getattr(req, "path", ""), exc_info=exc)
        else:
            self.log.warning("Invalid request: %s", type(exc).__name__)
        try:
            util.write_nonblock(client, answer(*(FAILED if is_ours or words is None else words)))
        except OSError:
            self.log.debug("Failed to send error message.")
