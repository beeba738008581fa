"""Bad input at the edges, and disks that fill up or fail, against the real gunicorn and nginx."""

from __future__ import annotations

import contextlib
import hashlib
import json
import random
import signal
import socket
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.test import override_settings

from bench.faults.client import FORM, Answer, Browser
from bench.faults.staff import PASSWORD, PERSON, order
from centers.models import Center
from tests import factories as make
from tests.faults import disk
from tests.faults.fronted import Fronted, answer_of, environment, titles
from tests.faults.questions import HOST, QUESTIONS
from tests.pages.served import nginx
from tests.tochka.installations import make_template
from tochka.backups.errors import BackupError
from tochka.backups.making import make_backup
from tochka.backups.staging import instead_of_default

pytestmark = [
    pytest.mark.django_db,  # or its tables would not be made, which the installation is copied from
    pytest.mark.only_on("sqlite"),  # of the questions the database hears nothing
    pytest.mark.skipif(nginx() is None, reason="nginx with the brotli modules is not installed"),
    pytest.mark.skipif(bool(disk.lacking()), reason=f"Нет своего диска: {disk.lacking()}"),
]
IDLE = 500
SLOW = 60  # more than the processes and threads of the server have hands


@pytest.fixture(scope="module")
def small(tmp_path_factory: Any) -> Iterator[disk.Disk]:
    made = disk.Disk(tmp_path_factory.mktemp("disk"), 96)
    try:
        yield made
    finally:
        made.close()


@dataclass
class Place:
    """Where somebody works in the installation."""

    center: int
    page: int
    address: str


@pytest.fixture(scope="module")
def place() -> Place:
    return Place(0, 0, "")


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: Any, small: disk.Disk, place: Place, tmp_path_factory: Any
) -> Iterator[Fronted]:
    folder = tmp_path_factory.mktemp("front")
    with django_db_blocker.unblock():
        made = make_template(small.root)
        with instead_of_default(made.database), override_settings(MEDIA_ROOT=made.media):
            hashed = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
            get_user_model().objects.create(username=PERSON, is_superuser=True, password=hashed)
            center = Center.objects.get(slug="batkatskaya")
            page = make.NewsPageFactory(center=center, title="Новость 0")
            place.center, place.page, place.address = center.pk, page.pk, page.url
    made_of = environment(folder, small.root, f"sqlite:///{made.database['NAME']}")
    running = Fronted(folder, made_of)
    try:
        running.start_application()
        running.start_front()
        yield running
    finally:
        for name in [*running.processes]:
            running.stop(name, signal.SIGKILL)


def summary(received: bytes) -> tuple[int, str]:
    return answer_of(received).status, " ".join(titles(received))


def test_what_no_browser_sends_is_answered_in_russian(site: Fronted) -> None:
    found = {what: summary(site.tell(sent)) for what, (sent, _nginx, _gunicorn) in QUESTIONS.items()}
    assert found == {what: expected for what, (_sent, expected, _gunicorn) in QUESTIONS.items()}


def test_gunicorn_answers_the_same_by_itself(site: Fronted) -> None:
    found = {
        what: summary(site.tell(sent, past_nginx=True))
        for what, (sent, _nginx, _gunicorn) in QUESTIONS.items()
    }
    assert found == {what: expected for what, (_sent, _nginx, expected) in QUESTIONS.items()}


def test_nothing_is_smuggled_behind_a_question(site: Fronted) -> None:
    sent = QUESTIONS["a length and pieces"][0]
    for past_nginx in (False, True):
        assert site.tell(sent, past_nginx=past_nginx).count(b"HTTP/1.1 ") == 1


def test_another_name_gets_nothing_and_spoils_nothing(site: Fronted) -> None:
    before = site.page("/")
    assert site.page("/", host="evil.example.ru").status == 0
    with pytest.raises(ssl.SSLError):
        site.connect("evil.example.ru")
    refused = answer_of(site.tell(b"GET / HTTP/1.0\r\nHost: evil.example.ru\r\n\r\n", past_nginx=True))
    assert (refused.status, "Сайт не понял запрос" in refused.text) == (400, True)
    past_the_name = b"GET https://localhost/ HTTP/1.1\r\nHost: evil.example.ru\r\nConnection: close\r\n\r\n"
    assert summary(site.tell(past_the_name)) == (400, "Сайт не понял запрос")
    assert site.page("/").body == before.body
    assert "evil" not in before.text


def test_slow_askers_and_idle_ones_do_not_keep_others_waiting(site: Fronted) -> None:
    address = ("127.0.0.1", site.port)
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(site.connect()) for _ in range(SLOW)]
        for place, connection in enumerate(slow):
            body = b"POST /poisk/ HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\na"
            connection.sendall(body if place % 2 else b"GET / HTTP/1.1\r\n" + HOST + b"X-Slow: ")
        for _ in range(IDLE):
            stack.enter_context(socket.create_connection(address, 30))
        for path in ("/", "/poisk/?q=%D1%86%D0%B5%D0%BD%D1%82%D1%80", "/admin/login/"):
            for connection in slow:
                connection.sendall(b"a")
            began = time.monotonic()
            assert site.page(path).status == 200
            assert time.monotonic() - began < 5


class Secretary:
    """Somebody who drops files and publishes a page, past nginx; what is confirmed is remembered."""

    def __init__(self, site: Fronted, place: Place) -> None:
        self.browser = Browser(site.application)
        self.browser.log_in(PERSON, PASSWORD)
        self.screen = f"/admin/centers/{place.center}/documents/upload/"
        self.token = self.browser.token(self.screen)
        opened = self.browser.ask(
            "POST", self.screen, b"", X_CSRFToken=self.token, X_Requested_With="XMLHttpRequest"
        )
        self.address = json.loads(opened.content)["file"]
        self.edit = f"/admin/pages/{place.page}/edit/"
        self.form = self.browser.fields(self.edit)
        self.kept: dict[int, str] = {}
        self.number = 0

    def drop(self) -> Answer:
        self.number += 1
        chance = random.Random(self.number)  # noqa: S311 - the same each time
        content = order(f"о сбоях {self.number}", chance) + bytes(700_000)
        path = self.address.replace("KEY", f"file{self.number}") + f"?name=order{self.number}.pdf"
        answer = self.browser.ask("PUT", path, content, X_CSRFToken=self.token)
        self.kept |= (
            {json.loads(answer.content)["id"]: hashlib.sha256(content).hexdigest()}
            if answer.status == 201
            else {}
        )
        return answer

    def publish(self, title: str) -> Answer:
        form = self.form | {"title": title, "action-publish": "1"}
        return self.browser.ask("POST", self.edit, urlencode(form).encode(), Content_Type=FORM)


def files_of(small: disk.Disk, site: Fronted) -> tuple[dict[int, str], set[str], set[str]]:
    """Content of the dropped files by their rows, and the names of the files: by rows and on the disk."""
    private = small.root / "media" / "private"
    path = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with contextlib.closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT id, file FROM centers_intakeitem WHERE file != ''").fetchall()
    found = {pk: hashlib.sha256((private / name).read_bytes()).hexdigest() for pk, name in rows}
    there = {str(one.relative_to(private)) for one in (private / "intake").rglob("*") if one.is_file()}
    return found, {name for _pk, name in rows}, there


@pytest.fixture
def copy(site: Fronted, small: disk.Disk, django_db_blocker: Any) -> Callable[[], str]:
    """Try to make a backup on the small disk; gives what is said of its failure."""

    def try_it() -> str:
        where = override_settings(MEDIA_ROOT=small.root / "media", BACKUP_DIR=small.root / "backups")
        name = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
        with django_db_blocker.unblock(), instead_of_default({"NAME": name, "OPTIONS": {}}), where:
            with pytest.raises(BackupError) as raised:
                make_backup()
            return str(raised.value)

    return try_it


def test_a_full_disk_is_told_and_takes_nothing(
    site: Fronted, place: Place, small: disk.Disk, copy: Callable[[], str]
) -> None:
    secretary = Secretary(site, place)
    assert secretary.drop().status == 201
    assert secretary.publish("Новость до беды").status == 302
    secretary.form = secretary.browser.fields(secretary.edit)
    known = site.page("/")
    small.fill()
    try:
        refused = secretary.drop()
        assert (refused.status, json.loads(refused.content)) == (
            503,
            {"error": "На диске сайта кончилось место."},
        )
        published = secretary.publish("Новость при полном диске")
        assert "на диске нет места" in copy().lower()
        assert site.page("/").body == known.body
        assert site.page("/respublika-dagestan/").status == 200
    finally:
        small.empty()
    # What fits into the room that the database has already taken is published, and said so.
    assert (published.status, "кончилось место" in published.text) in {(302, False), (503, True)}
    assert secretary.drop().status == 201
    found, by_rows, there = files_of(small, site)
    assert secretary.kept.items() <= found.items()
    assert there == by_rows


def test_a_disk_that_can_only_be_read_is_told_and_takes_nothing(
    site: Fronted, place: Place, small: disk.Disk, copy: Callable[[], str]
) -> None:
    secretary = Secretary(site, place)
    assert secretary.drop().status == 201
    assert secretary.publish("Новость перед поломкой").status == 302
    known = site.page("/")
    small.fail()
    refused = secretary.drop()
    assert (refused.status, json.loads(refused.content)) == (
        503,
        {"error": "Диск сайта доступен только для чтения."},
    )
    published = secretary.publish("Новость на сломанный диск")
    assert (published.status, "доступен только для чтения" in published.text) == (503, True)
    assert site.page("/").body == known.body
    assert site.page(place.address).status == 200
    assert (
        answer_of(site.tell(b"GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", past_nginx=True)).status
        == 503
    )
    assert "только для чтения" in copy()
    site.stop("application", signal.SIGKILL)
    small.heal()
    found, _by_rows, _there = files_of(small, site)
    assert secretary.kept.items() <= found.items()
    with contextlib.closing(sqlite3.connect(small.root / "template.sqlite3")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        titles = database.execute("SELECT title FROM wagtailcore_page WHERE id = ?", [place.page]).fetchone()
    assert titles == ("Новость перед поломкой",)
