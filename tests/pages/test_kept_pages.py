"""Who is answered from the cache, with what, and who never is."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks.base import Task
from wagtail.models import ReferenceIndex

from centers.models import ProgramEntry, ProgramPage, Region, RegionPage, Teacher, TeachersPage
from centers.services.bin.pages import bin_page, return_page
from centers.services.bin.returning import return_entry
from centers.services.bin.rows import bin_row
from centers.services.program_entries import refresh_centers
from centers.services.sections import region_page_for
from tests import factories as make
from tests.factories import Network
from tests.pages.kept_pages import filled, page_cache, visitor
from tochka import wsgi
from tochka.page_cache import salt
from toolkit.pagecache import watching
from toolkit.pagecache.store import store
from toolkit.pagecache.wsgi import PageCacheApplication
from toolkit.turns import Turns

pytestmark = pytest.mark.django_db

ADDRESS = "/tomskaya-oblast/"


@pytest.fixture(autouse=True)
def _on(network: Network, tmp_path: Path) -> Iterator[None]:
    with page_cache(tmp_path):
        yield


def queries_of(client: Client, address: str = ADDRESS, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(address, headers=headers)
    return len(queries)


def is_kept(client: Client, address: str = ADDRESS, **headers: str) -> bool:
    """Whether the second request for the same thing asks the database nothing."""
    queries_of(client, address, **headers)
    return queries_of(client, address, **headers) == 0


def test_a_kept_page_is_the_page_byte_for_byte_with_every_header() -> None:
    first, second = visitor().get(ADDRESS), visitor().get(ADDRESS)
    assert first.content == second.content
    assert "Томская область" in first.content.decode()
    volatile = {"Last-Modified", "X-Accel-Expires"}
    assert {k: v for k, v in first.items() if k not in volatile} == {
        k: v for k, v in second.items() if k not in volatile
    }
    for name in (
        "Content-Security-Policy",
        "X-Content-Type-Options",
        "Permissions-Policy",
        "Referrer-Policy",
    ):
        assert second[name]
    assert "sha256-" in second["Content-Security-Policy"]
    assert second["Cache-Control"] == "public, no-cache"
    assert second["Vary"] == "Accept-Encoding"


def environ_of(address: str) -> dict[str, Any]:
    """What a server gives the application for a reader of this address."""
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "HTTP_HOST": "testserver",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
    }


def test_the_application_answers_like_the_middleware(monkeypatch: pytest.MonkeyPatch) -> None:
    page = visitor().get(ADDRESS)
    monkeypatch.setattr(wsgi.cached_application, "is_on", True)
    said: list[Any] = []
    with CaptureQueriesContext(connection) as queries:
        body = b"".join(wsgi.cached_application(environ_of(ADDRESS), lambda *args: said.extend(args)))
    assert (said[0], body, len(queries)) == ("200 OK", page.content, 0)
    assert dict(said[1])["ETag"] == page["ETag"]


class AfterAnother(Turns):
    """A turn before which somebody else had one, and asked for `address`."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address

    @contextmanager
    def take(self) -> Iterator[bool]:
        visitor().get(self.address)
        yield True


@pytest.mark.parametrize(("made_before", "made_again"), [(ADDRESS, False), ("/", True)])
def test_a_page_made_while_one_waited_for_a_turn_is_not_made_again(
    monkeypatch: pytest.MonkeyPatch, made_before: str, made_again: bool
) -> None:
    asked_for: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        asked_for.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"made"]

    waiting = PageCacheApplication(application, salt(), AfterAnother(made_before))
    monkeypatch.setattr(waiting, "is_on", True)
    body = b"".join(waiting(environ_of(ADDRESS), lambda *_: None))
    assert asked_for == ([ADDRESS] if made_again else [])
    assert body == (b"made" if made_again else visitor().get(ADDRESS).content)


@pytest.mark.parametrize(
    ("accepted", "open_it"), [("br, gzip", brotli.decompress), ("gzip", gzip.decompress)]
)
def test_each_coding_is_the_same_text_with_a_tag_of_its_own(
    accepted: str, open_it: Callable[[bytes], bytes]
) -> None:
    plain = visitor().get(ADDRESS)
    packed = visitor(accept_encoding=accepted).get(ADDRESS)
    assert open_it(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))
    assert packed["ETag"] != plain["ETag"]


def test_who_has_the_page_is_told_so() -> None:
    page = visitor().get(ADDRESS)
    again = visitor(if_none_match=f'"other", W/{page["ETag"]}').get(ADDRESS)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", page["ETag"])
    assert "Content-Length" not in again
    assert visitor(if_none_match='"other"').get(ADDRESS).status_code == 200
    assert visitor(if_modified_since="Mon, 01 Jan 2035 00:00:00 GMT").get(ADDRESS).status_code == 304
    assert visitor(if_modified_since="Mon, 01 Jan 2018 00:00:00 GMT").get(ADDRESS).status_code == 200
    both = visitor(if_none_match='"other"', if_modified_since="Mon, 01 Jan 2035 00:00:00 GMT")
    assert both.get(ADDRESS).status_code == 200


def test_conditions_hold_for_a_page_that_is_just_being_made() -> None:
    tag = visitor().get(ADDRESS)["ETag"]
    watching.touch_everything()
    assert visitor(if_none_match=tag).get(ADDRESS).status_code == 304


def test_head_has_the_headers_and_a_range_gets_the_whole() -> None:
    page, head = visitor().get(ADDRESS), visitor().head(ADDRESS)
    assert (head.status_code, head.content) == (200, b"")
    assert (head["Content-Length"], head["ETag"]) == (page["Content-Length"], page["ETag"])
    part = visitor(range="bytes=0-9").get(ADDRESS)
    assert (part.status_code, part.content) == (200, page.content)


@pytest.mark.parametrize("cookie", ["sessionid=1", "csrftoken=1", "low_vision=size-150", "a=1; low_vision=x"])
def test_whoever_has_a_cookie_of_ours_passes_by(cookie: str) -> None:
    visitor().get(ADDRESS)
    assert not is_kept(visitor(cookie=cookie))


def test_cookies_of_others_change_nothing() -> None:
    assert is_kept(visitor(cookie="_ym_uid=1; _ga=2"))


def test_the_version_for_weak_eyes_is_neither_kept_nor_given_to_others() -> None:
    dressed = visitor(cookie="low_vision=size-150.scheme-black").get(ADDRESS)
    assert b'data-scheme="black"' in dressed.content
    assert b'data-scheme="black"' not in visitor().get(ADDRESS).content
    visitor().get(ADDRESS)
    assert b'data-scheme="black"' in visitor(cookie="low_vision=scheme-black").get(ADDRESS).content


def test_staff_and_previews_are_never_kept(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser(username="admin", password="x"))
    client.defaults["HTTP_HOST"] = "testserver"
    page = RegionPage.objects.get(region__code="70")
    client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert not is_kept(client)
    assert not is_kept(visitor(), "/admin/login/")


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?page=2", True),
        ("?utm_source=vk&yclid=5", True),
        ("?q=кружок", False),
        ("?unknown=1", False),
        ("?page=1&unknown=1", False),
        ("?page=" + "9" * 300, False),
        ("?" + "&".join("page=1" for _ in range(40)), False),
        ("?&&", False),
    ],
)
def test_only_questions_that_the_page_reads_are_kept(query: str, kept: bool) -> None:
    assert is_kept(visitor(), ADDRESS + query) is kept


def test_marks_of_advertisers_are_told_to_no_page() -> None:
    page = visitor().get(ADDRESS + "?utm_source=vk&ysclid=5")
    assert b"utm_source" not in page.content
    assert page["ETag"] == visitor().get(ADDRESS)["ETag"]


@pytest.mark.parametrize(
    "host", ["testserver:12345", "TESTSERVER", "evil.example.ru", "testserver.", "a b", ""]
)
def test_other_names_of_the_host_are_not_kept(host: str) -> None:
    visitor().get(ADDRESS)
    with CaptureQueriesContext(connection):
        answer = Client(headers={"host": host}).get(ADDRESS)
    assert not store()._memory[0]._entries or answer.status_code in {200, 400}
    assert len(store()._memory[0]._entries) == 1


def test_https_and_http_do_not_share(settings: Any) -> None:
    visitor().get(ADDRESS)
    settings.SECURE_SSL_REDIRECT = True
    with CaptureQueriesContext(connection):
        assert visitor().get(ADDRESS, secure=True).status_code == 200
    assert len(store()._memory[0]._entries) == 2


@pytest.mark.parametrize("address", ["/poisk/", "/c/1/vopros/", "/no-such-page/", "/healthz", "/politika"])
def test_what_must_not_be_kept_is_not(address: str) -> None:
    visitor().get(address)
    assert len(store()._memory[0]._entries) == 0


def test_an_edit_shows_at_once(network: Network, commit: Any) -> None:
    address = TeachersPage.objects.get(center=network.tomsk).url
    teacher = make.TeacherFactory(center=network.tomsk)
    visitor().get(address)
    with commit():
        Teacher.objects.get(pk=teacher.pk).delete()
    assert teacher.full_name not in visitor().get(address).content.decode()
    assert is_kept(visitor(), address)


@pytest.mark.parametrize("change", ["published", "unpublished"])
def test_a_section_shows_in_the_sitemap_at_once(network: Network, commit: Any, change: str) -> None:
    """The map reads addresses of pages of all types, and asks tables of some types what is hidden."""
    page = TeachersPage.objects.get(center=network.tomsk)
    address = "/sitemap-pages-0.xml"
    assert page.url in visitor().get(address).content.decode()
    with commit():
        if change == "published":
            page.slug = "nashi-pedagogi"
            page.save_revision().publish()
        else:
            page.unpublish()
    there = visitor().get(address).content.decode()
    assert "/pedagogi/</loc>" not in there.replace(network.dagestan.page.url + "pedagogi/", "")
    assert ("/nashi-pedagogi/" in there) == (change == "published")
    assert is_kept(visitor(), address)


def test_a_page_that_comes_back_from_the_bin_is_linked_to_again(network: Network, commit: Any) -> None:
    """The link stands on a page of another centre."""
    with commit(), transaction.atomic():
        filled(network)
    program = ProgramPage.objects.filter(center=network.tomsk).first()
    other = TeachersPage.objects.get(center=network.dagestan)
    assert program is not None
    with commit(), transaction.atomic():
        other.intro = f'<p><a linktype="page" id="{program.pk}">У соседей</a></p>'
        other.save_revision().publish()
    link = f'<a href="{program.url}">У соседей</a>'
    assert link in visitor().get(other.url).content.decode()
    with commit(), transaction.atomic():
        entry = bin_page(program)
    assert link not in visitor().get(other.url).content.decode()
    assert is_kept(visitor(), other.url)
    with commit(), transaction.atomic():
        return_page(entry)
    assert link in visitor().get(other.url).content.decode()


def test_programmes_that_have_moved_leave_the_list_where_they_stood(network: Network, commit: Any) -> None:
    """Their rows follow a little later than their pages; the list may have been kept in between."""
    with commit(), transaction.atomic():
        filled(network)
        refresh_centers([network.tomsk.pk])
    program = ProgramPage.objects.filter(center=network.tomsk, entry__isnull=False).first()
    assert program is not None
    region, length = RegionPage.objects.get(region=network.dagestan.region), RegionPage.steplen * 3
    behind = ProgramEntry.objects.get(pk=program.pk)
    with commit(), transaction.atomic():
        ProgramEntry.objects.filter(pk=program.pk).update(path=region.path + behind.path[length:])
    with commit(), transaction.atomic():  # the first visitor makes the pictures
        assert program.title in visitor().get(f"{region.url}programmy/").content.decode()
    assert is_kept(visitor(), f"{region.url}programmy/")
    with commit(), transaction.atomic():
        refresh_centers([network.tomsk.pk])
    assert program.title not in visitor().get(f"{region.url}programmy/").content.decode()


def test_what_a_page_refers_to_is_known_before_the_worker_has_run(
    network: Network, commit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another page renamed a moment later changes the link, and a file is handed out at once."""
    with commit(), transaction.atomic():
        filled(network)
    monkeypatch.setattr(Task, "enqueue", lambda *args, **kwargs: None)
    program = ProgramPage.objects.filter(center=network.tomsk).first()
    other = TeachersPage.objects.get(center=network.dagestan)
    with commit(), transaction.atomic():
        file = make.DocumentFactory()
    assert program is not None
    links = f'<a linktype="page" id="{program.pk}">туда</a> <a linktype="document" id="{file.pk}">файл</a>'
    with commit(), transaction.atomic():
        other.intro = f"<p>{links}</p>"
        other.save_revision().publish()
    assert program.url in visitor().get(other.url).content.decode()
    assert visitor().get(file.url, follow=True).status_code == 200
    with commit(), transaction.atomic():
        program.slug = "drugoj-adres"
        program.save_revision().publish()
    assert "/drugoj-adres/" in visitor().get(other.url).content.decode()


def test_a_region_that_comes_back_refers_to_what_it_did(network: Network, commit: Any) -> None:
    with commit(), transaction.atomic():
        filled(network)
    program = ProgramPage.objects.filter(center=network.tomsk).first()
    assert program is not None
    with commit(), transaction.atomic():
        region = make.RegionFactory(code="22", name="Алтайский край")
        page = region_page_for(region)
        page.body = [
            {"type": "paragraph", "value": f'<p><a linktype="page" id="{program.pk}">Пример</a></p>'}
        ]
        page.save_revision().publish()
    address = page.url
    with commit(), transaction.atomic():  # the first visitor makes the pictures
        assert program.url in visitor().get(address).content.decode()
    with commit(), transaction.atomic():
        entry = bin_row(region)
    with commit(), transaction.atomic():
        return_entry(entry)
    assert program.url in visitor().get(address).content.decode()
    page = RegionPage.objects.get(region__code="22")
    links = ReferenceIndex.get_references_for_object(page).values_list("to_object_id", flat=True)
    assert str(program.pk) in links


def test_a_page_begun_before_a_change_is_not_kept(network: Network, commit: Any, monkeypatch: Any) -> None:
    """The change comes after the page has read its rows and before it is kept."""
    plain = store().put

    def put(*args: Any, **kwargs: Any) -> bool:
        with commit():
            Region.objects.get(code="70").save()
        return plain(*args, **kwargs)

    monkeypatch.setattr(store(), "put", put)
    visitor().get(ADDRESS)
    monkeypatch.undo()
    assert len(store()._memory[0]._entries) == 0


def test_nothing_is_kept_or_taken_while_a_change_is_under_way(network: Network) -> None:
    """The transaction of the test is never committed: as if its process had died in the commit."""
    visitor().get(ADDRESS)
    region = Region.objects.get(code="70")
    region.name = "Новая область"
    region.save()
    assert "Новая область" in visitor().get(ADDRESS).content.decode()
    assert not is_kept(visitor())


def test_a_day_ends_what_was_kept(at: Callable[..., None]) -> None:
    at(2026, 9, 1, 8, 30)
    assert is_kept(visitor())
    at(2026, 9, 1, 16, 59)  # a minute before midnight in Томск, seven hours from UTC
    assert queries_of(visitor()) == 0
    at(2026, 9, 1, 17, 0)
    assert queries_of(visitor()) > 0


def test_last_modified_stays_when_a_page_is_made_anew_and_says_the_same(
    at: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    at(2026, 9, 1, 8, 30, 0)
    before = visitor().get(ADDRESS)
    at(2026, 9, 1, 8, 40, 0)
    watching.touch_everything()
    monkeypatch.setattr("time.time", lambda: 1_788_252_000.0)
    assert visitor().get(ADDRESS)["ETag"] == before["ETag"]


def test_other_processes_learn_of_a_change_and_find_the_page(tmp_path: Path) -> None:
    visitor().get(ADDRESS)
    store.cache_clear()  # as another process: nothing in memory
    assert queries_of(visitor()) == 0
    other = store()
    store.cache_clear()
    store().stamps.bump({"site"})
    assert not any(other.is_fresh(entry) for entry in other._memory[0]._entries.values())


def test_a_removed_or_foreign_folder_costs_nothing_but_speed(tmp_path: Path, caplog: Any) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder")
    with page_cache(blocked):
        assert queries_of(visitor()) > 0
        assert queries_of(visitor()) > 0
        assert visitor().get(ADDRESS).status_code == 200
    assert len([one for one in caplog.records if "page cache" in one.message]) == 1


def test_a_broken_entry_is_no_entry(tmp_path: Path) -> None:
    visitor().get(ADDRESS)
    for path in (tmp_path / "pages").glob("*/*"):
        path.write_bytes(path.read_bytes()[:-1])
    store.cache_clear()
    assert queries_of(visitor()) > 0
    assert is_kept(visitor())


def test_when_the_database_is_away_kept_pages_come_and_others_say_so_politely(monkeypatch: Any) -> None:
    visitor().get(ADDRESS)
    monkeypatch.setattr(connection, "cursor", lambda *args: (_ for _ in ()).throw(OperationalError("away")))
    assert visitor().get(ADDRESS).status_code == 200
    answer = Client(headers={"host": "testserver"}, raise_request_exception=False).get(
        "/respublika-dagestan/"
    )
    assert answer.status_code == 503
    assert "Сайт" in answer.content.decode()
    assert answer["Retry-After"]
