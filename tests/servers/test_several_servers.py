"""Several servers for real: PostgreSQL, Redis, an S3 server, two servers of the site, one nginx."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from django.conf import global_settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from accounts.models import LoginRecord
from bench.faults.staff import order
from centers.models import Center, CenterDocument, IntakeItem, Region
from tests import factories as make
from tests.pages.kept_pages import page_cache
from tests.pages.served import ROOT, Answer, Served, nginx
from tests.run.installation import free_port
from tests.servers.two_shelves import in_buckets
from tests.tochka.installations import Template, make_template
from tochka.backups.making import make_backup
from tochka.backups.staging import instead_of_default
from tochka.settings import environment

REDIS = shutil.which("redis-server") or shutil.which("valkey-server")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.only_on("postgresql"),  # several servers cannot share a file
    pytest.mark.skipif(nginx() is None or REDIS is None, reason="НЕТ nginx или Redis"),
]
SECRET = "a-secret-of-these-tests-long-enough-for-every-check-0123456789"
REGION = "/tomskaya-oblast/"
BUCKET = "tochka"
PASSING_BY = "csrftoken=1"  # a visitor with it is not shown what nginx keeps
PATIENCE = 180


@dataclass
class Several:
    """Two servers of the site behind one nginx, and what they share."""

    folder: Path
    database: dict[str, Any]
    ports: dict[str, int]
    door: Served
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def shared(self) -> dict[str, str]:
        """What the settings of all servers say alike."""
        server = connection.settings_dict
        who = ":".join(filter(None, (server["USER"], server["PASSWORD"])))
        place = f"{server['HOST']}:{server['PORT']}" if server["PORT"] else server["HOST"]
        return {
            "DJANGO_SETTINGS_MODULE": "tests.servers.several_settings",
            "SECRET_KEY": SECRET,
            "ENV_FILE": "",
            "DATABASE_URL": f"postgres://{who}@/{place}/{self.database['NAME']}",
            "CACHE_URL": f"redis://127.0.0.1:{self.ports['redis']}/0",
            "STORAGE_URL": f"s3+http://key:secret%2F1@127.0.0.1:{self.ports['s3']}/{BUCKET}/site",
            "SITE_ADDRESS": f"http://127.0.0.1:{self.door.port}",
            "PROXY_ADDRESSES": "127.0.0.1",
            "WEB_PROCESSES": "1",
            "WEB_THREADS": "2",
            "LOG_LEVEL": "INFO",
        }

    def start(self, name: str, *command: str, server: str = "") -> None:
        """Start a program; one of the site's has settings and folders of its `server`."""
        own = {"DATA_DIR": f"{self.folder}/{server}/data", "MEDIA_ROOT": f"{self.folder}/{server}/media"}
        variables = {**os.environ, **self.shared, **own, "PORT": str(self.ports.get(name, 1))}
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=ROOT, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )

    def start_all(self) -> None:
        options = ("--port", str(self.ports["redis"]), "--bind", "127.0.0.1", "--save", "")
        self.start("redis", str(REDIS), *options, "--dir", str(self.folder))
        self.start("s3", sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.ports["s3"]))
        until(lambda: self.listens("s3") and self.listens("redis"))
        self.bucket.create()
        for name in ("a", "b"):
            gunicorn = ("gunicorn", "--config=python:tochka.server", "tochka.wsgi:application")
            self.start(name, sys.executable, "-m", *gunicorn, server=name)
        upstream = (ROOT / "deploy" / "nginx" / "balancer.conf").read_text(encoding="utf-8")
        (block,) = re.findall(r"^upstream tochka {.+?^}", upstream, re.M | re.S)
        for address, name in (("10.0.0.11:8000", "a"), ("10.0.0.12:8000", "b")):
            block = block.replace(address, f"127.0.0.1:{self.ports[name]}")
        until(lambda: self.listens("a") and self.listens("b"))
        self.door.start_nginx(upstream=block)

    def listens(self, name: str) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.ports[name])) == 0

    @property
    def bucket(self) -> Any:
        made = boto3.resource(
            "s3",
            endpoint_url=f"http://127.0.0.1:{self.ports['s3']}",
            aws_access_key_id="key",
            aws_secret_access_key="secret/1",
            region_name="us-east-1",
        )
        return made.Bucket(BUCKET)

    def said(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()

    def kill(self, name: str) -> None:
        """End a program and what it has started, as when its machine loses its power."""
        process = self.processes.pop(name)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        for number in (process.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        for name in [*self.door.processes]:
            self.door.stop(name)
        for name in [*self.processes]:
            self.kill(name)

    def get(self, path: str, *, server: str = "", **options: Any) -> Answer:
        """Ask as a visitor whom nginx keeps nothing for; `server` is one to be asked past nginx."""
        host = f"127.0.0.1:{self.door.port}"
        port = self.ports[server] if server else 0
        return self.door.get(path, port=port, **{"host": host, "cookie": PASSING_BY} | options)


def until(condition: Any) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.fixture(scope="module")
def several(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Several]:
    folder = tmp_path_factory.mktemp("several")
    ports = {name: free_port() for name in ("redis", "s3", "a", "b")}
    door = Served(folder, {"MEDIA_ROOT": str(folder / "none")})
    with django_db_blocker.unblock():
        template = make_template(folder)
        made = Several(folder, template.database, ports, door)
        try:
            made.start_all()
            yield made
        finally:
            made.stop()
            drop(template)


def drop(template: Template) -> None:
    """Drop its database; the sessions of killed servers may take their time to end."""
    for _ in range(10):
        with suppress(OperationalError):
            template.drop()
            return
        time.sleep(1)


@pytest.fixture
def on_a(several: Several, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`with on_a():` does what a process of the first server would: this one, with its settings."""

    @contextmanager
    def there() -> Iterator[None]:
        for name, value in several.shared.items():
            monkeypatch.setenv(name, value)
        tasks = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        with (
            django_db_blocker.unblock(),
            instead_of_default(several.database),
            in_buckets(environment.storage(), TASKS=tasks),
            page_cache(several.folder, URL=several.shared["CACHE_URL"]),
        ):
            yield

    return there


def test_what_one_server_publishes_the_other_shows_at_once(several: Several, on_a: Any) -> None:
    for server in ("a", "b", "a", "b"):
        assert "Томская область" in several.get(REGION, server=server).text
    with on_a():
        region = Region.objects.get(code="70")
        region.name = "Томская новая область"
        region.save()
    assert "Томская новая область" in several.get(REGION, server="b").text
    assert several.get(REGION, server="a").body == several.get(REGION, server="b").body


def test_a_document_of_one_server_comes_from_the_other(several: Several, on_a: Any) -> None:
    with on_a():
        center = Center.objects.get(slug="batkatskaya")
        row = make.CenterDocumentFactory(center=center, published=True)
        address, size, name = row.file_url, row.document.file_size, row.document.file.name
    whole = several.get(address, server="b")
    assert (whole.status, len(whole.body), whole.body[:4]) == (200, size, b"%PDF")
    assert whole.headers["content-length"] == str(size)
    part = several.get(address, range="bytes=1-3")
    assert (part.status, part.body) == (206, b"PDF")
    assert several.get(address, server="b", if_none_match=whole.headers["etag"]).status == 304
    keys = [one.key for one in several.bucket.objects.all()]
    assert f"site/private/{name}" in keys
    grants = several.bucket.Object(f"site/private/{name}").Acl().grants
    assert [one["Grantee"]["Type"] for one in grants] == ["CanonicalUser"]  # its owner, and nobody else
    with on_a():
        CenterDocument.objects.filter(pk=row.pk).update(live=False)
    assert several.get(address, server="b").status == 404


def test_photos_are_cut_once_for_all(several: Several, on_a: Any) -> None:
    with on_a():
        cut = make.ImageFactory().get_rendition("width-20")
        address, name = cut.url, cut.file.name
    assert address.startswith("/media/")
    assert several.get(address, server="b").status == 200
    assert f"site/public/{name}" in [one.key for one in several.bucket.objects.all()]


def sign_in(several: Several, password: str, visitor: str) -> Answer:
    """The answer to the form of the door."""
    form = several.get("/admin/login/", cookie="")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    assert token
    return several.get(
        "/admin/login/",
        method="POST",
        body=f"csrfmiddlewaretoken={token[1]}&username=admin&password={password}".encode(),
        cookie=form.headers["set-cookie"].partition(";")[0],
        content_type="application/x-www-form-urlencoded",
        visitor=visitor,
    )


@pytest.fixture
def session(several: Several, on_a: Any) -> str:
    """The cookie of an administrator who has signed in."""
    with on_a(), override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
        admin = get_user_model().objects.get(username="admin")
        admin.set_password("Lesnaya-polyana-2026")
        admin.save()
    door = sign_in(several, "Lesnaya-polyana-2026", "127.0.0.41")
    assert door.status == 302
    found = re.search(r"sessionid=[^;]+", door.headers["set-cookie"])
    assert found
    return found[0]


def test_a_person_is_known_to_both_and_so_is_a_guesser(several: Several, on_a: Any, session: str) -> None:
    for server in ("a", "b"):
        assert several.get("/admin/", server=server, cookie=session).status == 200
    answers = [sign_in(several, "wrong", "127.0.0.42").status for _ in range(10)]
    assert answers == [200] * 9 + [429]
    with on_a():
        assert LoginRecord.objects.filter(address="127.0.0.42").count() == 10


def test_a_file_that_staff_bring_to_one_server_is_published_on_the_other(
    several: Several, on_a: Any, session: str
) -> None:
    content = order("Приказ в бакете", random.Random(1))  # noqa: S311 - its size alone
    with on_a():
        screen = f"/admin/centers/{Center.objects.get(slug='batkatskaya').pk}/documents/upload/"
    form = several.get(screen, server="a", cookie=session)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    assert token
    cookie = f"{session}; {form.headers['set-cookie'].partition(';')[0]}"
    own = {"cookie": cookie, "x_csrftoken": token[1], "x_requested_with": "XMLHttpRequest"}
    places = json.loads(several.get(screen, server="a", method="POST", body=b"", **own).body)
    key = "0123456789abcdef" * 2
    name = quote("Приказ № 17 от 01.09.2024 О проверке бакета.pdf")
    address = f"{places['file'].replace('KEY', key)}?name={name}"
    own["content_type"] = "application/pdf"
    assert several.get(address, server="a", method="PUT", body=content, **own).status == 201
    several.start("reader", sys.executable, "manage.py", "worker", server="b")
    try:
        until(lambda: "confirm:" in several.get(places["state"], server="b", cookie=cookie).text)
    finally:
        several.kill("reader")
    rows = json.loads(several.get(places["state"], server="b", cookie=cookie).body)["rows"]
    (number,) = (row["id"] for row in rows)
    own["content_type"] = "application/x-www-form-urlencoded"
    sent = f"csrfmiddlewaretoken={token[1]}&action=confirm:{number}".encode()
    assert several.get(places["page"], server="b", method="POST", body=sent, **own).status == 302
    with on_a():
        row = IntakeItem.objects.get(pk=number).document
        assert row.live
        public, stored = row.file_url, row.document.file.name
    assert several.get(public, server="a").body == content
    assert f"site/private/{stored}" in [one.key for one in several.bucket.objects.all()]


def test_a_copy_holds_the_rows_and_looks_for_every_file(several: Several, on_a: Any, tmp_path: Path) -> None:
    with on_a():
        document = make.DocumentFactory(title="Приказ в бакете")
        made = make_backup(tmp_path)
        names = [name for name in made.manifest.entries if name.startswith("files/")]
        assert names == []
        # The template's own files were made on a disk, before there was a bucket.
        assert document.file.name not in made.manifest.missing
        assert made.manifest.missing


def test_of_two_workers_one_does_what_is_due_and_the_other_takes_over(several: Several, on_a: Any) -> None:
    done = "The timer publish_scheduled is done"
    for name in ("worker-a", "worker-b"):
        several.start(name, sys.executable, "manage.py", "worker", server=name[-1])
    workers = {"worker-a", "worker-b"}
    until(lambda: any(done in several.said(name) for name in workers))
    with on_a():
        until(lambda: not DBTaskResult.objects.ready().exists())
        assert {len(task.worker_ids) for task in DBTaskResult.objects.finished()} == {1}
        assert not DBTaskResult.objects.failed().exists()
    leading = {name for name in workers if done in several.said(name)}
    assert len(leading) == 1
    several.kill(*leading)
    (other,) = workers - leading
    until(lambda: done in several.said(other))


def test_the_site_goes_on_when_one_server_is_gone(several: Several) -> None:
    several.kill("a")
    for _ in range(12):
        assert several.get(REGION).status == 200
    assert several.get("/admin/login/").status == 200
