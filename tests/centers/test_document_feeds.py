"""RSS, Atom, CSV and JSON of documents: what readers and tables make of them."""

import csv
import datetime as dt
import io
import json

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from centers.models import CenterDocument, DocumentsPage
from centers.views.document_feeds import NEWEST
from tests import factories as make

pytestmark = pytest.mark.django_db

FORMS = ("rss", "atom", "csv", "json")
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
HOST = "http://testserver"


@pytest.fixture
def section(network) -> DocumentsPage:
    return make.section_of(network.tomsk, DocumentsPage)


@pytest.fixture
def row(network) -> CenterDocument:
    return make.CenterDocumentFactory(
        center=network.tomsk, number="12-о", summary="Кто отвечает за центр & кружки.", published=True
    )


def feed(client: Client, address: str):
    parsed = feedparser.parse(client.get(address).content)
    assert not parsed.bozo
    return parsed


def as_json(client: Client, section, **asked) -> dict:
    return json.loads(client.get(f"{section.url}dokumenty.json", asked).content)


def as_csv(client: Client, section, **asked) -> list[dict[str, str]]:
    text = client.get(f"{section.url}dokumenty.csv", asked).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


@pytest.mark.parametrize("form", FORMS)
def test_content_type(section, client: Client, form):
    assert client.get(f"{section.url}dokumenty.{form}")["Content-Type"] == TYPES[form]


class TestFeed:
    @pytest.mark.parametrize("form", ["rss", "atom"])
    def test_entry_leads_to_the_card_and_the_file(self, network, section, row, client: Client, form):
        parsed = feed(client, f"{section.url}dokumenty.{form}")
        (entry,) = parsed.entries
        assert entry.title == row.full_title.replace("\xa0", " ")
        assert entry.link == HOST + row.get_absolute_url()
        assert "Кто отвечает за центр & кружки" in entry.summary
        assert entry.tags[0].term == "Приказ"
        (enclosure,) = entry.enclosures
        assert (enclosure.href, enclosure.type) == (HOST + row.file_url, "application/pdf")
        assert int(enclosure.length) == row.document.file_size
        assert parsed.feed.link == HOST + section.url
        assert network.tomsk.title in parsed.feed.title

    def test_both_forms_name_a_document_alike_and_for_ever(self, section, row, client: Client):
        before = [feed(client, f"{section.url}dokumenty.{form}").entries[0].id for form in ("rss", "atom")]
        CenterDocument.objects.filter(pk=row.pk).update(title="Другое название", number="13")
        after = [feed(client, f"{section.url}dokumenty.{form}").entries[0].id for form in ("rss", "atom")]
        assert before == after
        assert len({*before, *after}) == 1
        assert before[0].startswith("urn:uuid:")

    def test_newest_first_and_no_more_than_so_many(self, network, section, client: Client):
        start = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
        CenterDocument.objects.bulk_create(
            make.CenterDocumentFactory.build(
                center=network.tomsk,
                document=None,
                live=True,
                title=f"Документ {number}",
                first_published_at=start + dt.timedelta(days=number),
            )
            for number in range(NEWEST + 5)
        )
        entries = feed(client, f"{section.url}dokumenty.rss").entries
        assert len(entries) == NEWEST
        assert f"Документ {NEWEST + 4}" in entries[0].title
        assert entries[0].published_parsed > entries[1].published_parsed

    def test_nothing_hidden(self, network, section, client: Client):
        make.CenterDocumentFactory(center=network.tomsk)
        make.CenterDocumentFactory(center=network.tomsk, published=True, deleted_at=timezone.now())
        make.CenterDocumentFactory(center=network.dagestan, published=True)
        assert feed(client, f"{section.url}dokumenty.atom").entries == []

    def test_characters_that_xml_cannot_write(self, network, section, client: Client):
        make.CenterDocumentFactory(
            center=network.tomsk, title="О\x07 кружке \x1b]]> <b>&amp;", elsewhere=True, published=True
        )
        for form in ("rss", "atom"):
            (entry,) = feed(client, f"{section.url}dokumenty.{form}").entries
            assert "О кружке" in entry.title

    def test_region_and_municipality_gather_their_centres(self, network, row, client: Client):
        other = make.CenterDocumentFactory(center=network.dagestan, published=True)
        municipality = network.tomsk.page.get_parent()
        for place in (municipality, municipality.get_parent()):
            (entry,) = feed(client, f"{place.url}dokumenty.rss").entries
            assert entry.link == HOST + row.get_absolute_url()
            assert network.tomsk.title in entry.summary
            assert 'type="application/rss+xml"' in client.get(place.url).content.decode()
        network.tomsk.page.unpublish()
        assert feed(client, f"{municipality.url}dokumenty.rss").entries == []
        assert other.is_public

    def test_pages_tell_readers_of_the_feeds(self, section, client: Client):
        page = client.get(section.url).content.decode()
        assert (
            f'type="application/rss+xml" title="Новые документы (RSS)" href="{section.url}dokumenty.rss"'
            in page
        )
        assert f'href="{section.url}dokumenty.atom"' in page

    @pytest.mark.parametrize("form", FORMS)
    def test_other_pages_have_no_list(self, network, section, client: Client, form):
        places = ["/", network.tomsk.page.url, f"{section.url}net/", "/net/"]
        assert {client.get(f"{place}dokumenty.{form}").status_code for place in places} == {404}

    @pytest.mark.parametrize("form", ["csv", "json"])
    def test_region_has_no_table(self, network, client: Client, form):
        region = network.tomsk.page.get_parent().get_parent()
        assert client.get(f"{region.url}dokumenty.{form}").status_code == 404

    @pytest.mark.parametrize("form", FORMS)
    def test_list_of_a_hidden_section_is_not_found(self, network, section, row, client: Client, form):
        network.tomsk.page.unpublish()
        assert client.get(f"{section.url}dokumenty.{form}").status_code == 404

    def test_addresses_on_a_host_of_its_own(self, network, row, settings):
        settings.ALLOWED_HOSTS = ["*"]
        site = make.SiteFactory(root_page=network.tomsk.page)
        own = Client(headers={"host": site.hostname})
        (entry,) = feed(own, "/dokumenty/dokumenty.rss").entries
        assert entry.link == f"http://{site.hostname}{row.get_absolute_url()}"


class TestJson:
    def test_facts_of_a_document(self, section, row, client: Client):
        whole = as_json(client, section)
        assert (whole["url"], whole["count"]) == (HOST + section.url, 1)
        (found,) = whole["documents"]
        published = row.first_published_at.isoformat(timespec="seconds")
        assert found == {
            "id": row.public_id,
            "url": HOST + row.get_absolute_url(),
            "kind": "order",
            "kind_name": "Приказ",
            "number": "12-о",
            "date": "2024-04-04",
            "title": "О назначении руководителя центра",
            "full_title": "Приказ № 12-о от 4 апреля 2024 г. «О назначении руководителя центра»",
            "summary": "Кто отвечает за центр & кружки.",
            "issuer": "school",
            "issuer_name": "МКОУ «Баткатская СОШ»",
            "academic_year": None,
            "valid_from": None,
            "valid_until": None,
            "in_force": True,
            "supersedes": None,
            "superseded_by": [],
            "file_url": HOST + row.file_url,
            "file_type": "application/pdf",
            "file_size": row.document.file_size,
            "file_pages": 2,
            "file_sha256": row.document.sha256,
            "accessible_url": None,
            "published_at": published,
        }

    def test_what_replaced_what(self, network, section, row, client: Client):
        new = make.CenterDocumentFactory(center=network.tomsk, supersedes=row, published=True)
        by_id = {found["id"]: found for found in as_json(client, section)["documents"]}
        assert by_id[row.public_id]["in_force"] is False
        assert by_id[row.public_id]["superseded_by"] == [HOST + new.get_absolute_url()]
        assert by_id[new.public_id]["supersedes"] == HOST + row.get_absolute_url()

    def test_file_elsewhere(self, network, section, client: Client):
        make.CenterDocumentFactory(center=network.tomsk, elsewhere=True, published=True)
        (found,) = as_json(client, section)["documents"]
        names = ("file_url", "file_type", "file_size", "file_sha256")
        assert [found[name] for name in names] == [
            "https://school.example.ru/order.pdf",
            "pdf",
            1_111_491,
            None,
        ]

    def test_nothing_hidden(self, network, section, client: Client):
        make.CenterDocumentFactory(center=network.tomsk)
        make.CenterDocumentFactory(center=network.dagestan, published=True)
        assert as_json(client, section)["documents"] == []

    def test_takes_the_conditions_of_the_page(self, network, section, row, client: Client):
        make.CenterDocumentFactory(center=network.tomsk, kind="plan", elsewhere=True, published=True)
        assert as_json(client, section)["count"] == 2
        assert [found["kind"] for found in as_json(client, section, kind="plan")["documents"]] == ["plan"]
        assert as_json(client, section, year="2024")["count"] == 2
        assert as_json(client, section, year="2023")["count"] == 0


class TestCsv:
    def test_opens_in_a_table(self, section, row, client: Client):
        response = client.get(f"{section.url}dokumenty.csv")
        assert response.content.startswith(b"\xef\xbb\xbf")
        assert response["Content-Disposition"] == 'attachment; filename="dokumenty.csv"'
        (found,) = as_csv(client, section)
        assert found["Вид"] == "Приказ"
        assert found["Номер"] == "12-о"
        assert found["Дата"] == "2024-04-04"
        assert found["Действует сейчас"] == "да"
        assert found["Адрес документа"] == HOST + row.get_absolute_url()
        assert found["Страниц"] == "2"
        assert found["SHA-256"] == row.document.sha256

    @pytest.mark.parametrize(
        "title", ['=HYPERLINK("http://x")', "+7", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1"]
    )
    def test_formula_is_text(self, network, section, client: Client, title):
        make.CenterDocumentFactory(center=network.tomsk, title=title, elsewhere=True, published=True)
        (found,) = as_csv(client, section)
        assert found["Название"].startswith("'")

    def test_quotes_semicolons_and_lines_stay_in_their_cell(self, network, section, client: Client):
        title = 'О "кружке"; и\nо студии'
        make.CenterDocumentFactory(center=network.tomsk, title=title, elsewhere=True, published=True)
        (found,) = as_csv(client, section)
        assert found["Название"] == title


@pytest.mark.parametrize("form", FORMS)
class TestConditionalRequests:
    def test_reader_that_has_it_gets_nothing_again(self, section, row, client: Client, form):
        first = client.get(f"{section.url}dokumenty.{form}")
        assert first["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in first.get("Vary", "")
        for header in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
            again = client.get(f"{section.url}dokumenty.{form}", headers=header)
            assert (again.status_code, again.content) == (304, b"")
            assert again["ETag"] == first["ETag"]

    @pytest.mark.parametrize("change", ["retitled", "hidden", "deleted", "new file"])
    def test_every_change_is_told(self, section, row, client: Client, form, change, at):
        first = client.get(f"{section.url}dokumenty.{form}")
        at(2030, 1, 1)
        CHANGES[change](row)
        by_tag = {"if-none-match": first["ETag"]}
        by_time = {"if-modified-since": first["Last-Modified"]}
        address = f"{section.url}dokumenty.{form}"
        assert [client.get(address, headers=asked).status_code for asked in (by_tag, by_time)] == [200, 200]

    def test_empty_list_keeps_its_tag(self, section, client: Client, form):
        tags = {client.get(f"{section.url}dokumenty.{form}")["ETag"] for _ in range(2)}
        assert len(tags) == 1

    def test_head_has_no_body_and_other_methods_are_refused(self, section, client: Client, form):
        assert client.head(f"{section.url}dokumenty.{form}").content == b""
        assert client.post(f"{section.url}dokumenty.{form}").status_code == 405


def _retitle(row: CenterDocument) -> None:
    row.title = "Другое название"
    row.save()


def _delete(row: CenterDocument) -> None:
    row.deleted_at = timezone.now()
    row.save()


def _replace_file(row: CenterDocument) -> None:
    row.document.file = make.DocumentFactory.build(file__data=make.pdf_bytes(3)).file
    row.document.save()


CHANGES = {
    "retitled": _retitle,
    "hidden": CenterDocument.unpublish,
    "deleted": _delete,
    "new file": _replace_file,
}


@pytest.mark.parametrize("form", ["csv", "json"])
def test_document_that_ended_today_is_a_change(network, section, client: Client, form, at):
    make.CenterDocumentFactory(center=network.tomsk, valid_until=dt.date(2031, 5, 9), published=True)
    at(2031, 5, 9, 12)
    first = client.get(f"{section.url}dokumenty.{form}")
    at(2031, 5, 10, 12)
    asked = {"if-modified-since": first["Last-Modified"]}
    assert client.get(f"{section.url}dokumenty.{form}", headers=asked).status_code == 200
