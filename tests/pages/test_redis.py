"""Pages and stamps in a real Redis or Valkey: what it forgets is forgotten, and it may be away."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import Network
from tests.pages.kept_pages import page_cache, visitor
from tests.run.installation import free_port
from tochka.settings import environment
from toolkit.pagecache import backends, watching
from toolkit.pagecache.store import store

PROGRAM = shutil.which("redis-server") or shutil.which("valkey-server")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("sqlite"),  # the server knows nothing of the database
    pytest.mark.skipif(PROGRAM is None, reason="neither Redis nor Valkey is installed"),
]
ADDRESS = "/tomskaya-oblast/"


class Server:
    """A server that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ("--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder))
        self.process = subprocess.Popen([str(PROGRAM), *options], stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if store_of(self).stamps.now():
                return
            time.sleep(0.05)
        raise RuntimeError("The cache server did not start")

    def signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def store_of(server: Server) -> Any:
    """A store as another process would have it."""
    with page_cache(server.folder, URL=server.url):
        made = store()
        store.cache_clear()
    return made


@pytest.fixture
def server(network: Network, tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.start()
    try:
        with page_cache(tmp_path, URL=made.url):
            yield made
    finally:
        made.kill()


def queries() -> int:
    with CaptureQueriesContext(connection) as asked:
        assert visitor().get(ADDRESS).status_code == 200
    return len(asked)


def warm() -> None:
    """Twice: of tags that the server sees for the first time nothing is kept."""
    queries()
    queries()


def test_a_page_is_kept_and_found_by_other_processes(server: Server) -> None:
    warm()
    assert queries() == 0
    store.cache_clear()
    assert queries() == 0


def test_a_change_of_another_process_shows_at_once(server: Server) -> None:
    warm()
    store_of(server).stamps.bump({"site"})
    assert queries() > 0
    assert queries() == 0


def test_nothing_is_taken_while_a_change_is_under_way(server: Server) -> None:
    warm()
    store_of(server).stamps.hold({"site"})
    assert queries() > 0
    assert queries() > 0
    store_of(server).stamps.bump({"site"})
    warm()
    assert queries() == 0


def test_an_evicted_stamp_is_a_miss(server: Server) -> None:
    warm()
    client = store().stamps.server.client  # type: ignore[attr-defined]
    client.delete(*client.keys("tochka:page:t:*"))
    assert queries() > 0


def test_forgetting_reaches_every_process(server: Server) -> None:
    warm()
    store_of(server).stamps.forget_all()
    time.sleep(1.1)
    assert queries() > 0


def test_while_it_is_away_pages_come_and_one_line_says_so(server: Server, caplog: Any) -> None:
    warm()
    server.kill()
    backends._said_at.clear()
    with caplog.at_level(logging.ERROR):
        assert queries() > 0
        assert queries() > 0
    assert 1 <= len(caplog.records) <= 2
    watching.touch_everything()
    server.start()
    time.sleep(2.1)
    warm()
    assert queries() == 0


def test_a_page_changed_while_it_hangs_is_new_when_it_answers_again(
    server: Server, network: Network, commit: Any
) -> None:
    """It keeps what it had: unlike one that was killed, it is no other run of the server."""
    warm()
    assert queries() == 0
    region = network.tomsk.municipality.region
    server.signal(signal.SIGSTOP)
    try:
        with commit():
            region.name = "Новая область"
            region.save()
        assert "Новая область" in visitor().get(ADDRESS).content.decode()
    finally:
        server.signal(signal.SIGCONT)
    deadline = time.monotonic() + 10
    while queries() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert queries() == 0
    assert "Новая область" in visitor().get(ADDRESS).content.decode()


def test_a_change_that_could_not_be_told_is_told_later(server: Server) -> None:
    stamps = store().stamps
    server.kill()
    stamps.bump({"site"})
    server.start()
    client = store_of(server).stamps.server.client
    deadline = time.monotonic() + 10
    while not client.get("tochka:page:t:site") and time.monotonic() < deadline:
        time.sleep(0.1)
    assert client.get("tochka:page:t:site")


def test_the_site_goes_on_without_its_cache(server: Server, settings: Any, tmp_path: Path) -> None:
    server.kill()
    settings.CACHES = {"default": environment.caches(server.url, tmp_path)}
    cache = caches["default"]
    cache.set("one", 1)
    assert cache.get("one", "nothing") == "nothing"
    assert cache.get_many(["one"]) == {}
    assert cache.incr("one") == 1
    assert cache.delete("one") is False
