"""The worker of gunicorn, in Russian: what it answers by itself, before or instead of the application."""

from __future__ import annotations

import selectors
import socket
import time
from functools import partial
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
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

DRAINED_AT_ONCE = 4096  # bytes
MOST_DRAINED = 65536  # bytes

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
    """gunicorn's threads; people see no English page of its own.

    A process whose threads all have work takes no more connections: one that has time takes them. Otherwise
    those that a proxy keeps open may nearly all end up with one process, while another one idles.
    """

    @property
    def worker_connections(self) -> int:
        """So many connections may be open: those that are, when there is no thread for another."""
        at_work = self.nr_conns - len(self.keepalived_conns) - len(self.pending_conns)
        most = self.most_connections
        return most if at_work < self.cfg.threads else min(self.nr_conns, most)

    @worker_connections.setter
    def worker_connections(self, most: int) -> None:
        self.most_connections = most

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Wait beside the other connections until the reader of a last answer has closed theirs.

        gunicorn itself would wait for each of them for two seconds, and do nothing else meanwhile.
        """
        if fs.cancelled() or fs.exception() is not None or fs.result():
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.drain, conn, [0]))
        except (OSError, ValueError):  # it is closed already
            self.nr_conns -= 1
            conn.close()
            return
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)  # where it is closed when its time is over

    def drain(self, conn: Any, drained: list[int], _client: Any) -> None:
        """Read what is left, or the answer could be cut off (RFC 9112, 9.6); but not without an end."""
        try:
            data = conn.sock.recv(DRAINED_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        drained[0] += len(data)
        if not data or drained[0] > MOST_DRAINED:
            self.poller.unregister(conn.sock)
            self.keepalived_conns.remove(conn)
            self.nr_conns -= 1
            conn.close()

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
