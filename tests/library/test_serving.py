"""Headers, ranges and conditional requests of a served file (RFC 9110, RFC 6266)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.http import Http404
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from django.utils.http import http_date

from library.serving import content_disposition, serve_file
from library.storage import PrivateStorage

BODY = bytes(range(256)) * 1000
Ask = Callable[..., HttpResponseBase]


@dataclass
class Stored:
    storage: Storage
    name: str


@pytest.fixture
def stored(media: Path) -> Stored:
    storage = PrivateStorage()
    return Stored(storage, storage.save("documents/ab/abc/prikaz.pdf", ContentFile(BODY)))


@pytest.fixture
def ask(stored: Stored) -> Ask:
    def ask(method: str = "GET", content_type: str = "application/pdf", **headers: Any) -> HttpResponseBase:
        public, max_age = headers.pop("public", True), headers.pop("max_age", 0)
        request = RequestFactory().generic(method, "/f/x", headers=headers)
        return serve_file(
            request,
            stored,
            filename="Приказ № 12.pdf",
            content_type=content_type,
            public=public,
            max_age=max_age,
        )

    return ask


def body(response: Any) -> bytes:
    return b"".join(response)


def test_whole_file(ask: Ask) -> None:
    response = ask()

    assert response.status_code == 200
    assert response["Content-Length"] == str(len(BODY))
    assert response["Content-Type"] == "application/pdf"
    assert response["Accept-Ranges"] == "bytes"
    assert body(response) == BODY


def test_head_has_the_length_and_no_body(ask: Ask) -> None:
    response = ask("HEAD")

    assert (response.status_code, response["Content-Length"]) == (200, str(len(BODY)))
    assert body(response) == b""


@pytest.mark.parametrize(
    ("wish", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, len(BODY) - 1),
        ("bytes=-50", len(BODY) - 50, len(BODY) - 1),
        ("bytes=-9999999", 0, len(BODY) - 1),
        ("bytes=255000-9999999", 255_000, len(BODY) - 1),
        (f"bytes={len(BODY) - 1}-", len(BODY) - 1, len(BODY) - 1),
        ("bytes = 0 - 0", 0, 0),
    ],
)
def test_part(ask: Ask, wish: str, first: int, last: int) -> None:
    response = ask(range=wish)

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(BODY)}"
    assert response["Content-Length"] == str(last - first + 1)
    assert body(response) == BODY[first : last + 1]


@pytest.mark.parametrize("wish", [f"bytes={len(BODY)}-", "bytes=-0", "bytes=999999999-9999999999"])
def test_impossible_part(ask: Ask, wish: str) -> None:
    response = ask(range=wish)

    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(BODY)}"
    assert body(response) == b""


@pytest.mark.parametrize(
    "wish",
    [
        "bytes=5-2",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "lines=0-1",
        "bytes=0-1,5-6",
        "bytes=" + "9" * 30 + "-",
        "x",
    ],
)
def test_wish_that_is_not_understood_gets_the_whole(ask: Ask, wish: str) -> None:
    assert ask(range=wish).status_code == 200


def test_head_ignores_the_wish_for_a_part(ask: Ask) -> None:
    assert ask("HEAD", range="bytes=0-9").status_code == 200


def test_not_modified_by_tag(ask: Ask) -> None:
    tag = ask()["ETag"]

    response = ask(**{"if-none-match": f'"other", {tag}'})

    assert (response.status_code, body(response)) == (304, b"")
    assert response["ETag"] == tag
    assert response["Cache-Control"] == "public, no-cache"


def test_other_tag_gets_the_whole(ask: Ask) -> None:
    assert ask(**{"if-none-match": '"other"'}).status_code == 200


def test_not_modified_by_date(ask: Ask) -> None:
    date = ask()["Last-Modified"]

    assert ask(**{"if-modified-since": date}).status_code == 304
    assert ask(**{"if-modified-since": http_date(0)}).status_code == 200


def test_tag_counts_more_than_date(ask: Ask) -> None:
    date = ask()["Last-Modified"]

    assert ask(**{"if-modified-since": date, "if-none-match": '"other"'}).status_code == 200


def test_failed_precondition(ask: Ask) -> None:
    assert ask(**{"if-match": '"other"'}).status_code == 412


def test_part_only_of_the_same_file(ask: Ask) -> None:
    whole = ask()

    assert ask(range="bytes=0-9", **{"if-range": whole["ETag"]}).status_code == 206
    assert ask(range="bytes=0-9", **{"if-range": whole["Last-Modified"]}).status_code == 206
    assert ask(range="bytes=0-9", **{"if-range": '"other"'}).status_code == 200
    assert ask(range="bytes=0-9", **{"if-range": f"W/{whole['ETag']}"}).status_code == 200
    assert ask(range="bytes=0-9", **{"if-range": http_date(0)}).status_code == 200
    assert ask(range="bytes=0-9", **{"if-range": "rubbish"}).status_code == 200


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("application/pdf", "inline"),
        ("image/jpeg", "inline"),
        ("image/png", "inline"),
        ("image/webp", "inline"),
        ("application/vnd.oasis.opendocument.text", "attachment"),
        ("text/html", "attachment"),
        ("image/svg+xml", "attachment"),
    ],
)
def test_only_safe_kinds_are_shown_in_the_browser(ask: Ask, kind: str, shown: str) -> None:
    assert ask(content_type=kind)["Content-Disposition"].startswith(f"{shown}; ")


def test_russian_name() -> None:
    assert content_disposition("Приказ № 12.pdf", "application/pdf") == (
        'inline; filename="prikaz-12.pdf"; '
        "filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20%E2%84%96%2012.pdf"
    )


@pytest.mark.parametrize("name", ['a"b.pdf', "a\r\nSet-Cookie: x=1.pdf", "a;b.pdf", "", "\x00"])
def test_name_cannot_break_the_header(name: str) -> None:
    header = content_disposition(name, "application/pdf")

    assert header.isprintable()
    assert header.count('"') == 2


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/zip"])
def test_nothing_can_run_on_the_site(ask: Ask, kind: str) -> None:
    response = ask(content_type=kind)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "script" not in response["Content-Security-Policy"]


def test_all_but_pdf_is_in_a_sandbox(ask: Ask) -> None:
    assert "sandbox" in ask(content_type="image/png")["Content-Security-Policy"]
    assert "sandbox" not in ask(content_type="application/pdf")["Content-Security-Policy"]


def test_caches(ask: Ask) -> None:
    assert ask(public=True)["Cache-Control"] == "public, no-cache"
    assert ask(public=False)["Cache-Control"] == "private, no-store"
    assert ask(public=True, max_age=60)["Cache-Control"] == "public, max-age=60"


def test_lost_file(ask: Ask, stored: Stored) -> None:
    stored.storage.purge(stored.name)

    with pytest.raises(Http404):
        ask()


def test_folder_is_no_file(ask: Ask, stored: Stored) -> None:
    stored.name = "documents"

    with pytest.raises(Http404):
        ask()


def test_empty_file(media: Path) -> None:
    storage = PrivateStorage()
    empty = Stored(storage, storage.save("a.pdf", ContentFile(b"")))
    request = RequestFactory().get("/f/x", headers={"range": "bytes=0-0"})

    response = serve_file(request, empty, filename="a.pdf", content_type="application/pdf", public=True)

    assert response.status_code == 416


class TestBehindNginx:
    @pytest.fixture(autouse=True)
    def _x_accel(self, settings: Any) -> None:
        settings.USE_X_ACCEL = True

    def test_the_body_is_left_to_nginx(self, ask: Ask, stored: Stored) -> None:
        response = ask(range="bytes=0-9", **{"if-none-match": "*"})

        assert (response.status_code, body(response)) == (200, b"")
        assert response["X-Accel-Redirect"] == f"/_media/private/{stored.name}"
        assert response["Content-Type"] == "application/pdf"
        assert "filename*" in response["Content-Disposition"]
        assert response["Content-Security-Policy"].startswith("default-src 'none'")

    def test_a_lost_file_is_told_by_the_site(self, ask: Ask, stored: Stored) -> None:
        stored.storage.purge(stored.name)

        with pytest.raises(Http404):
            ask()
