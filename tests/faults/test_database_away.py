"""The database is away for a while and comes back: what visitors, staff and programs are told meanwhile."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.db import connection

from bench.faults.client import Browser
from bench.faults.staff import PASSWORD, PERSON
from tests.pages.served import Served, nginx
from tests.tochka.installations import make_template
from tochka.backups.staging import instead_of_default

pytestmark = [
    pytest.mark.django_db,  # or its tables would not be made, which the installation is copied from
    pytest.mark.only_on("postgresql"),  # a file is never away
    pytest.mark.skipif(nginx() is None, reason="nginx with the brotli modules is not installed"),
]
KNOWN, UNKNOWN = "/tomskaya-oblast/", "/respublika-dagestan/"
BACK = 30  # seconds; the machine may be busy


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("away")
    with django_db_blocker.unblock():
        made = make_template(folder)
        with instead_of_default(made.database):
            hashed = make_password(PASSWORD, hasher=PBKDF2PasswordHasher())
            get_user_model().objects.create(username=PERSON, is_superuser=True, password=hashed)
        where = connection.settings_dict["HOST"]
    site = Served(
        folder,
        {
            "DJANGO_SETTINGS_MODULE": "tests.pages.served_settings",
            "SECRET_KEY": "a-secret-of-these-tests-long-enough-for-every-check-0123456789",
            "ENV_FILE": "",
            "DATA_DIR": str(folder / "data"),
            "MEDIA_ROOT": str(made.media),
            "DATABASE_URL": f"postgres://postgres@/{where}/{made.database['NAME']}",
            "WEB_PROCESSES": "2",
            "WEB_THREADS": "2",
        },
    )
    site.database = made.database  # type: ignore[attr-defined]
    try:
        site.start_application()
        site.start_nginx(limits=False)
        yield site
    finally:
        for name in [*site.processes]:
            site.stop(name, signal.SIGKILL)


@contextmanager
def away(name: str) -> Iterator[None]:
    """The server refuses whoever wants this database, and lets go whoever has it."""
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    try:
        yield
    finally:
        with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def test_while_it_is_away_pages_come_and_staff_are_told(served: Served, django_db_blocker: Any) -> None:
    known = served.get(KNOWN)
    browser = Browser(served.application)
    browser.log_in(PERSON, PASSWORD)
    assert browser.get("/admin/").status == 200
    with django_db_blocker.unblock(), away(served.database["NAME"]):  # type: ignore[attr-defined]
        time.sleep(1.1)  # longer than nginx keeps a page without asking
        for _ in range(40):  # through both parts of the second: it was kept in one of them
            again = served.get(KNOWN)
            assert (again.status, again.body) == (200, known.body)
            time.sleep(0.03)
        unknown = served.get(UNKNOWN)
        assert (unknown.status, "Сайт временно не отвечает" in unknown.text) == (503, True)
        told = browser.ask("GET", "/admin/")
        assert (told.status, "База данных сайта не отвечает" in told.text) == (503, True)
        for address in ("/readyz", "/healthz"):
            assert served.get(address, port=served.application).status == 503
    deadline = time.monotonic() + BACK
    while served.get("/readyz", port=served.application).status != 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert served.get(UNKNOWN).status == 200
    assert browser.get("/admin/").status == 200


def test_zeros_reach_no_query(served: Served) -> None:
    """PostgreSQL refuses text with a zero in it: a mistake of ours instead of «no such page»."""
    asked = {
        "/a%00b/": 404,
        "/c/%00/": 404,
        "/d/%00/": 404,
        "/f/%00/a.pdf": 404,
        "/media/%00.png": 404,
        "/poisk/?q=%00": 200,
        "/?page=%00": 200,
        "/tomskaya-oblast/?page=%00&kind=%00&q=%00": 200,
        "/admin/login/?next=%00": 200,
    }
    found = {path: served.get(path, port=served.application).status for path in asked}
    assert found == asked
    for cookie in ('sessionid="\\000aaaaaaaaaaaaaaaaaaaa"', 'csrftoken="\\000"', 'low_vision="\\000"'):
        assert served.get("/admin/", port=served.application, cookie=cookie).status == 302
        assert served.get("/", port=served.application, cookie=cookie).status == 200
    form = b"username=%00&password=%00&next=%00"
    kind = "application/x-www-form-urlencoded"
    posted = served.get("/admin/login/", port=served.application, method="POST", body=form, content_type=kind)
    assert posted.status == 403
