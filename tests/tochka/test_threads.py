"""The worker of gunicorn: what it takes upon itself, and what it leaves to another process."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages.served import Served

pytestmark = pytest.mark.only_on("sqlite")  # no database is asked
PROCESSES = THREADS = 2
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    """The server of production with two processes of two threads; the application is one of Python's own."""
    variables = {"WEB_PROCESSES": str(PROCESSES), "WEB_THREADS": str(THREADS), "DATA_DIR": str(tmp_path)}
    made = Served(tmp_path, variables)
    made.start_application("wsgiref.simple_server:demo_app")
    yield made
    made.stop("application")


def test_whoever_has_a_free_thread_takes_the_connection(site: Served) -> None:
    for _again in range(6):
        with contextlib.ExitStack() as stack:
            for _busy in range(PROCESSES * THREADS - 1):
                slow = socket.create_connection(("127.0.0.1", site.application), 10)
                stack.enter_context(slow)
                slow.sendall(HALF)
                time.sleep(0.05)
            began = time.monotonic()
            assert site.get("/", port=site.application).status == 200
            assert time.monotonic() - began < 2


def test_more_than_there_are_threads_wait_and_are_answered(site: Served) -> None:
    with contextlib.ExitStack() as stack:
        asking = [
            stack.enter_context(socket.create_connection(("127.0.0.1", site.application), 10))
            for _ in range(5 * PROCESSES * THREADS)
        ]
        for one in asking:
            one.sendall(HALF)
        for one in asking:
            one.sendall(b"Connection: close\r\n\r\n")
        assert {one.recv(12) for one in asking} == {b"HTTP/1.1 200"}


def test_readers_who_do_not_hang_up_keep_nobody_waiting(site: Served) -> None:
    asked = HALF + b"Connection: close\r\n\r\n"
    with contextlib.ExitStack() as stack:
        staying = []
        for _ in range(5 * PROCESSES):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", site.application), 10))
            one.sendall(asked)
            staying.append(one)
        began = time.monotonic()
        assert site.get("/", port=site.application).status == 200
        assert time.monotonic() - began < 1.5
        assert {one.recv(12) for one in staying} == {b"HTTP/1.1 200"}


def test_a_last_answer_is_whole_whatever_its_reader_still_sends(site: Served) -> None:
    with socket.create_connection(("127.0.0.1", site.application), 10) as connection:
        connection.sendall(HALF + b"Connection: close\r\n\r\n" + b"more" * 5000)
        received = b""
        while piece := connection.recv(4096):
            received += piece
        head, _, body = received.partition(b"\r\n\r\n")
        assert b"HTTP/1.1 200" in head
        assert b"Hello world!" in body
        assert body.endswith(b"\r\n0\r\n\r\n")
        assert b"Connection: close" in head


def test_who_sends_without_an_end_after_the_last_answer_is_hung_up_on(site: Served) -> None:
    with socket.create_connection(("127.0.0.1", site.application), 10) as connection:
        connection.sendall(HALF + b"Connection: close\r\n\r\n")
        with pytest.raises(ConnectionError):
            send_for(connection, 20)


def send_for(connection: socket.socket, seconds: float) -> None:
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        connection.sendall(b"x" * 65536)
