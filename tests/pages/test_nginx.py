"""The configuration of `deploy/nginx`, run by Debian's nginx in front of the site."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from accounts.models import LoginRecord
from centers.models import Center, CenterDocument, Region, TeachersPage
from library.models import Document
from tests import factories as make
from tests.pages.kept_pages import page_cache
from tests.pages.served import Served, nginx
from tests.tochka.installations import make_template
from tochka.backups.staging import instead_of_default

pytestmark = [
    pytest.mark.django_db,  # or its tables would not be made, which the installation is copied from
    pytest.mark.only_on("sqlite"),  # nginx asks no database
    pytest.mark.skipif(nginx() is None, reason="nginx with the brotli modules is not installed"),
]
REGION = "/tomskaya-oblast/"
SECRET = "a-secret-of-these-tests-long-enough-for-every-check-0123456789"


OUTER_PROXY = "127.0.0.31"


def behind_another_proxy() -> str:
    """The lines of docs/operators/nginx.md for a proxy in front of nginx, with an address of this machine."""
    page = Path(settings.BASE_DIR, "docs", "operators", "nginx.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```nginx\n(set_real_ip_from .+?)```", page, re.S)
    return lines.replace("10.0.0.5", OUTER_PROXY)


@pytest.fixture(scope="module")
def served(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("served")
    with django_db_blocker.unblock():
        made = make_template(folder)
        environment = {
            "DJANGO_SETTINGS_MODULE": "tests.pages.served_settings",
            "SECRET_KEY": SECRET,
            "ENV_FILE": "",
            "DATA_DIR": str(folder / "data"),
            "MEDIA_ROOT": str(made.media),
            "DATABASE_URL": f"sqlite:///{made.database['NAME']}",
            "USE_X_ACCEL": "yes",
            "WEB_PROCESSES": "2",
            "WEB_THREADS": "2",
            "PROXY_ADDRESSES": "127.0.0.1,::1,10.77.0.0/16",
        }
        site = Served(folder, environment)
        site.database = made.database  # type: ignore[attr-defined]
        try:
            site.start_application()
            site.start_nginx(extra=f"listen [::1]:{site.port};\n{behind_another_proxy()}")
            yield site
        finally:
            for name in [*site.processes]:
                site.stop(name, signal.SIGTERM)


@pytest.fixture
def editing(served: Served, django_db_blocker: Any) -> Any:
    """`with editing():` writes to the installation from another process than the server's: this one."""

    @contextmanager
    def edit() -> Iterator[None]:
        media = Path(served.environment["MEDIA_ROOT"])
        pages = Path(served.environment["DATA_DIR"], "pages")
        with django_db_blocker.unblock(), instead_of_default(served.database):  # type: ignore[attr-defined]
            before, settings.MEDIA_ROOT = settings.MEDIA_ROOT, media
            try:
                with page_cache(pages):
                    yield
            finally:
                settings.MEDIA_ROOT = before

    return edit


def until(served: Served, path: str, text: str, *, seconds: float) -> bool:
    """Whether the text stands on the page before that time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if text in served.get(path).text:
            return True
        time.sleep(0.02)
    return False


def try_password(served: Served, visitor: str, name: str = "nobody", **options: Any) -> Any:
    """Send the form of the login with a wrong password from that address."""
    form = served.get("/admin/login/", visitor=visitor, host=f"127.0.0.1:{served.port}")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    assert token
    body = f"csrfmiddlewaretoken={token[1]}&username={name}&password=wrong".encode()
    cookie = form.headers["set-cookie"].partition(";")[0]
    sent = {"content-type": "application/x-www-form-urlencoded", "cookie": cookie, **options}
    sent.setdefault("host", f"127.0.0.1:{served.port}")
    return served.get("/admin/login/", method="POST", body=body, visitor=visitor, **sent)


def test_pages_are_kept_for_less_than_a_second_and_an_edit_shows_within_it(
    served: Served, editing: Any
) -> None:
    kept = []
    for _ in range(250):
        kept.append(served.get(REGION).headers["x-kept"])
        time.sleep(0.012)
    assert kept.count("HIT") > 0.93 * len(kept)  # in the first tenth of a second, too
    with editing():
        region = Region.objects.get(code="70")
        region.name = "Томская новая область"
        region.save()
    assert until(served, REGION, "Томская новая область", seconds=1)


def test_a_page_that_is_unpublished_is_gone_within_a_second(served: Served, editing: Any) -> None:
    with editing():
        page = TeachersPage.objects.filter(center__slug="batkatskaya").get()
        address = page.url
    assert served.get(address).status == 200
    with editing():
        page.unpublish()
    time.sleep(1)
    assert served.get(address).status == 404


def test_each_reader_gets_the_coding_they_take(served: Served) -> None:
    assert served.get(REGION, accept_encoding="gzip, deflate, br").headers["content-encoding"] == "br"
    assert served.get(REGION, accept_encoding="gzip").headers["content-encoding"] == "gzip"
    assert "content-encoding" not in served.get(REGION).headers
    assert "content-encoding" not in served.get(REGION, accept_encoding="br;q=0").headers


def test_headers_stand_once_and_a_reader_who_has_the_page_is_told_so(served: Served) -> None:
    page = served.get(REGION)
    assert page.headers["content-security-policy"].count("default-src") == 1
    assert page.headers["cache-control"] == "public, no-cache"
    assert "x-accel-expires" not in page.headers
    assert served.get(REGION, if_none_match=page.headers["etag"]).status == 304


@pytest.mark.parametrize("path", [REGION, "/robots.txt", "/never-seen/", "/poisk/?q=a", f"{REGION}?page=x"])
def test_nginx_states_what_the_application_does(served: Served, path: str) -> None:
    """Each header once and with the same value, whoever of the two wrote it."""
    host = f"127.0.0.1:{served.port}"
    own = served.get(path, port=served.application, host=host)
    shown = [served.get(path) for _ in range(3)][-1]
    assert shown.status == own.status
    changing = {"date", "server", "connection", "x-kept", "x-request-id", "x-accel-expires", "last-modified"}
    parts = {"keep-alive", "transfer-encoding", "content-length"}
    assert {name: set_of(value) for name, value in shown.headers.items() if name not in changing | parts} == {
        name: set_of(value) for name, value in own.headers.items() if name not in changing | parts
    }
    assert "x-request-id" in own.headers
    assert ("x-request-id" in shown.headers) == (shown.headers.get("x-kept", "MISS") == "MISS")


def set_of(policy: str) -> set[str]:
    """The parts of a policy, in whatever order."""
    return set(policy.split("; "))


@pytest.mark.parametrize("cookie", ["sessionid=1", "low_vision=scheme-black", "a=1; csrftoken=2"])
def test_own_cookies_pass_by(served: Served, cookie: str) -> None:
    served.get(REGION)
    assert served.get(REGION, cookie=cookie).headers["x-kept"] == "BYPASS"


def test_the_version_for_weak_eyes_reaches_nobody_else(served: Served) -> None:
    assert 'data-scheme="black"' in served.get(REGION, cookie="low_vision=scheme-black").text
    assert 'data-scheme="black"' not in served.get(REGION).text


def test_documents_come_from_the_disk_when_they_are_published(served: Served, editing: Any) -> None:
    with editing():
        center = Center.objects.get(slug="batkatskaya")
        row = make.CenterDocumentFactory(center=center, live=True)
        address, size = row.file_url, row.document.file_size
    file = served.get(address)
    assert (file.status, len(file.body)) == (200, size)
    assert file.headers["content-security-policy"]
    assert file.headers["x-content-type-options"] == "nosniff"
    assert served.get(address, range="bytes=0-3").body == b"%PDF"
    with editing():
        CenterDocument.objects.filter(pk=row.pk).update(live=False)
        name = Document.objects.get(pk=row.document_id).file.name
    assert served.get(address).status == 404
    assert served.get(f"/_media/private/{name}").status == 404


def test_static_files_come_from_nginx(served: Served) -> None:
    answer = served.get("/static/css/site.css")
    assert answer.status == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "max-age" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    ("visitor", "said", "noted"),
    [
        ("127.0.0.21", "", "127.0.0.21"),
        ("127.0.0.22", "198.51.100.9", "127.0.0.22"),  # a visitor's own word
        ("127.0.0.22", "198.51.100.9, 127.0.0.1, 10.77.0.1", "127.0.0.22"),
        ("::1", "", "::1"),
        ("::1", "2001:db8::9", "::1"),
        (OUTER_PROXY, "198.51.100.9", "198.51.100.9"),
        (OUTER_PROXY, "2001:db8::7", "2001:db8::7"),
        (OUTER_PROXY, "6.6.6.6, 198.51.100.10", "198.51.100.10"),  # the first was sent by the visitor
    ],
)
def test_the_log_of_logins_holds_the_address_of_the_visitor(
    served: Served, editing: Any, visitor: str, said: str, noted: str
) -> None:
    headers = {"x_forwarded_for": said} if said else {}
    assert try_password(served, visitor, **headers).status == 200
    with editing():
        assert LoginRecord.objects.latest("pk").address == noted


@pytest.mark.parametrize(
    ("peer", "said", "noted"),
    [
        ("127.0.0.23", "198.51.100.9", "127.0.0.23"),  # past nginx: not an address of PROXY_ADDRESSES
        ("127.0.0.1", "6.6.6.6, 2001:db8::8, 10.77.0.5", "2001:db8::8"),  # a chain of two proxies
        ("127.0.0.1", "6.6.6.6, [2001:db8::8]:4711", "2001:db8::8"),
    ],
)
def test_the_application_believes_its_proxies_alone(
    served: Served, editing: Any, peer: str, said: str, noted: str
) -> None:
    assert try_password(served, peer, port=served.application, x_forwarded_for=said).status == 200
    with editing():
        assert LoginRecord.objects.latest("pk").address == noted


def test_a_name_is_closed_to_one_visitor_and_not_to_the_proxy(served: Served) -> None:
    said = {"port": served.application, "name": "guessed"}
    one, other = ({"x_forwarded_for": address} for address in ("2001:db8::21", "2001:db8:0:1::21"))
    answers = [try_password(served, "127.0.0.1", **said, **one).status for _ in range(10)]
    assert answers == [200] * 9 + [429]
    assert try_password(served, "127.0.0.1", **said, **one).status == 429
    assert try_password(served, "127.0.0.1", **said, **other).status == 200


def test_nginx_counts_visitors_behind_another_proxy_one_by_one(served: Served) -> None:
    def post(said: str) -> int:
        return served.get(
            "/admin/login/", method="POST", body=b"a=1", visitor=OUTER_PROXY, x_forwarded_for=said
        ).status

    assert [post("198.51.100.40") for _ in range(16)][-1] == 429
    assert post("198.51.100.41") != 429
    # One visitor with IPv6 has a whole network of addresses, however they are written.
    own = ("2001:db8:5:6:{n}:1:1:1", "2001:db8:5:6::{n}", "2001:db8:5::{n}", "2001:db8:5:0:1:1:1:{n}")
    assert [post(own[0].format(n=n)) for n in range(1, 17)][-1] == 429
    assert post(own[1].format(n=9)) == 429
    assert [post(own[2 + n % 2].format(n=n)) for n in range(1, 17)][-1] == 429
    assert post("2001:db8:5:7::1") != 429


def test_whoever_knocks_too_often_is_told_in_russian(served: Served) -> None:
    answers = [served.get("/admin/login/", method="POST", body=b"a=1") for _ in range(16)]
    assert answers[-1].status == 429
    assert "Слишком много запросов" in answers[-1].text
    assert served.get("/admin/login/").status == 200


def test_too_large_a_file_is_refused_in_russian(served: Served) -> None:
    answer = served.get("/admin/", method="POST", body=b"", content_length=str(30 * 1024 * 1024))
    assert answer.status == 413
    assert "Файл слишком большой" in answer.text


def test_another_host_gets_nothing(served: Served) -> None:
    assert served.get(REGION, host="evil.example.ru").status == 421


def test_without_the_application_known_pages_still_come(served: Served) -> None:
    known = served.get(REGION)
    time.sleep(1.1)
    served.stop("application")
    try:
        for _ in range(40):  # through both parts of the second: it was kept in one of them
            again = served.get(REGION)
            assert (again.status, again.body, again.headers["x-kept"]) == (200, known.body, "STALE")
            time.sleep(0.03)
        unknown = served.get("/never-seen/")
        assert (unknown.status, "временно не отвечает" in unknown.text) == (503, True)
        assert unknown.headers["retry-after"]
        own = served.get(REGION, cookie="sessionid=1")
        assert (own.status, "временно не отвечает" in own.text) == (503, True)
        sent = served.get(REGION, method="POST", body=b"a=1")
        assert (sent.status, "временно не отвечает" in sent.text) == (503, True)
    finally:
        served.start_application()
    assert served.get(REGION).headers["x-kept"] != "STALE"
