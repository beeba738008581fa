"""Words inside the files of documents: found in any form, with their page, and never of what is hidden."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centers.models import CenterDocument, DocumentsPage
from centers.models.document_hits import MORE_PAGES, DocumentHit, add_fragments, find_documents
from library.models import DocumentVersion, FileReading, PageText, ReadingState
from library.readings import read_version
from library.types import DOCX, XLSX
from tests import factories as make
from tests.centers.intake_files import order_pdf

pytestmark = pytest.mark.django_db

ORDER = "ПРИКАЗЫВАЮ: признать утратившим силу приказ о назначении руководителей центров от 2021 года."
OTHER = "Расписание занятий кружка на первое полугодие."
QUERY = "назначение руководителя"


def read(row: CenterDocument, *pages: str) -> FileReading:
    """As if the worker had read these pages in the present file of the document."""
    version = row.document.versions.latest()
    reading = FileReading.objects.create(version=version, state=ReadingState.DONE)
    PageText.objects.filter(document=row.document).update(is_current=False)
    for number, text in enumerate(pages, start=1):
        PageText.objects.create(reading=reading, document=row.document, number=number, text=text)
    return reading


def published(center, *pages: str, **values) -> CenterDocument:
    row = make.CenterDocumentFactory(center=center, published=True, **{"title": "О делах центра", **values})
    read(row, *pages)
    return row


def hits(client: Client, query: str = QUERY, **more) -> list[DocumentHit]:
    context = client.get("/poisk/", {"q": query, "kind": "documents", **more}).context
    return [card.document for card in context["cards"]]


def found(client: Client, query: str = QUERY, **more) -> list[CenterDocument]:
    context = client.get("/poisk/", {"q": query, "kind": "documents", "exact": "1", **more}).context
    return [card.row for card in context["cards"]]


class TestHit:
    @pytest.mark.parametrize(
        "query", ["назначение руководителя", "НАЗНАЧЕНИЕМ РУКОВОДИТЕЛЕЙ", "руководители, назначения"]
    )
    def test_any_form_of_the_words_is_found(self, network, client: Client, query):
        row = published(network.tomsk, OTHER, OTHER, ORDER)
        assert found(client, query) == [row]

    def test_names_the_page_and_shows_the_words_around(self, network, client: Client):
        row = published(network.tomsk, OTHER, OTHER, ORDER)
        (hit,) = hits(client)
        assert (hit.best.label, hit.best.url) == ("стр. 3", f"{row.file_url}#page=3")
        assert [piece for piece, marked in hit.fragment if marked] == ["назначении", "руководителей"]
        page = client.get("/poisk/", {"q": QUERY}).content.decode()
        assert f'href="{row.file_url}#page=3">стр. 3</a>' in page
        assert "приказ о <mark>назначении</mark> <mark>руководителей</mark> центров" in page
        assert row.get_absolute_url() in page

    def test_one_hit_for_a_document_with_the_other_pages_listed(self, network, client: Client):
        best = "Назначение руководителя."
        published(network.tomsk, ORDER * 3, OTHER, best, *[ORDER * 3] * (MORE_PAGES + 3))
        (hit,) = hits(client)
        assert hit.best.label == "стр. 3"
        assert len(hit.others) == MORE_PAGES
        assert hit.unnamed == 4
        assert [place.label for place in hit.others] == [f"стр. {number}" for number in (1, 4, 5, 6, 7)]
        assert "и 4 страницы" in client.get("/poisk/", {"q": QUERY}).content.decode().replace("\xa0", " ")

    def test_title_stands_above_text(self, network, client: Client):
        texts = [published(network.tomsk, ORDER * 2) for _ in range(3)]
        title = published(network.tomsk, OTHER, title="О назначении руководителя")
        assert found(client)[0] == title
        assert set(found(client)[1:]) == set(texts)

    def test_document_found_by_its_title_names_its_page_too(self, network, client: Client):
        row = published(network.tomsk, OTHER, ORDER, title="О назначении руководителя")
        (hit,) = hits(client)
        assert (hit.document, hit.best.label) == (row, "стр. 2")

    def test_markup_in_a_file_stays_text(self, network, client: Client):
        published(network.tomsk, f"<script>alert(1)</script> <b>{ORDER}</b> </mark><img src=x>")
        page = client.get("/poisk/", {"q": QUERY}).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;b&gt;" in page

    @pytest.mark.parametrize(("mime_type", "label"), [(XLSX, "лист 2"), (DOCX, "стр. 2")])
    def test_other_files_lead_to_the_text_on_the_card(self, network, client: Client, mime_type, label):
        row = published(network.tomsk, OTHER, ORDER)
        type(row.document).objects.filter(pk=row.document_id).update(mime_type=mime_type)
        (hit,) = hits(client)
        assert (hit.best.label, hit.best.url) == (label, f"{row.get_absolute_url()}#stranica-2")
        assert 'id="stranica-2"' in client.get(row.get_absolute_url()).content.decode()

    def test_words_far_down_a_long_sheet_are_shown(self, network, client: Client):
        published(network.tomsk, f"{OTHER * 900}\n{ORDER}")
        (hit,) = hits(client)
        assert "руководителей" in [piece for piece, marked in hit.fragment if marked]

    def test_same_file_of_two_documents_gives_both(self, network, client: Client):
        one = published(network.tomsk, ORDER)
        two = make.CenterDocumentFactory(center=network.dagestan, document=one.document, published=True)
        CenterDocument.objects.filter(pk=two.pk).update(title="Ещё о делах")
        assert set(found(client)) == {one, two}

    def test_file_that_was_really_read(self, network, client: Client):
        file = make.DocumentFactory(file__data=order_pdf())
        row = make.CenterDocumentFactory(
            center=network.tomsk, document=file, title="О делах центра", published=True
        )
        read_version(file.versions.latest().pk)
        (hit,) = hits(client, "руководителя назначить")
        assert (hit.document, hit.best.label) == (row, "стр. 1")

    @pytest.mark.parametrize("query", ["приказ 17-о", "приказ от 04.04.2024", "приказы, апрель"])
    def test_kind_number_and_date_of_a_document_are_found(self, network, client: Client, query):
        row = make.CenterDocumentFactory(
            center=network.tomsk, number="17-о", title="О делах", elsewhere=True, published=True
        )
        assert found(client, query) == [row]


class TestNothingHidden:
    @pytest.fixture
    def row(self, network) -> CenterDocument:
        return published(network.tomsk, ORDER)

    def test_draft(self, network, client: Client):
        read(make.CenterDocumentFactory(center=network.tomsk), ORDER)
        assert found(client) == []

    def test_unpublished(self, row, client: Client):
        assert found(client) == [row]
        row.unpublish()
        assert found(client) == []

    def test_deleted(self, row, client: Client):
        row.deleted_at = timezone.now()
        row.save()
        assert found(client) == []

    def test_deleted_centre(self, network, row, client: Client):
        type(network.tomsk).objects.filter(pk=network.tomsk.pk).update(deleted_at=timezone.now())
        assert found(client) == []

    @pytest.mark.parametrize("level", [0, 1, 2])
    def test_hidden_centre_municipality_and_region(self, network, row, client: Client, level):
        page = network.tomsk.page
        place = [page, page.get_parent().specific, page.get_parent().get_parent().specific][level]
        type(place).objects.filter(pk=place.pk).update(live=False)
        assert found(client) == []
        assert client.get(row.get_absolute_url()).status_code == 404

    def test_planned_centre_whose_page_is_not_published(self, network, client: Client):
        center = make.CenterFactory(school__municipality=network.tomsk.municipality, state="planned")
        published(center, ORDER)
        assert found(client) == []

    def test_earlier_version_though_the_new_one_is_not_read_yet(self, row, client: Client):
        DocumentVersion.objects.create_for(row.document, by=None)
        assert PageText.objects.filter(document=row.document, is_current=True).exists()
        assert found(client) == []

    def test_earlier_version_after_the_new_one_was_read(self, row, client: Client):
        DocumentVersion.objects.create_for(row.document, by=None)
        read(row, OTHER)
        assert found(client) == []
        assert found(client, "расписание кружка") == [row]

    def test_file_of_a_draft(self, row, client: Client):
        waiting = make.CenterDocumentFactory(center=row.center)
        read(waiting, "Совершенно секретно.")
        row.document = waiting.document
        row.save_revision()
        assert found(client, "секретно") == []

    def test_other_centres_on_a_host_of_its_own(self, network, row, client: Client, settings):
        settings.ALLOWED_HOSTS = ["*"]
        other = published(network.dagestan, ORDER)
        assert set(found(client)) == {row, other}
        site = make.SiteFactory(root_page=network.dagestan.page)
        assert found(Client(headers={"host": site.hostname})) == [other]

    def test_many_hits_elsewhere_crowd_out_nothing_on_a_host_of_its_own(
        self, network, client: Client, settings, monkeypatch
    ):
        monkeypatch.setattr("centers.services.finding.search.MOST_HITS", 2)
        monkeypatch.setattr("centers.services.finding.files.MOST_PAGES", 2)
        settings.ALLOWED_HOSTS = ["*"]
        mine = published(network.dagestan, f"{ORDER} {OTHER * 20}")
        for _ in range(3):
            published(network.tomsk, ORDER)
        site = make.SiteFactory(root_page=network.dagestan.page)
        assert found(Client(headers={"host": site.hostname})) == [mine]


class TestInACentre:
    def test_looks_inside_the_documents_of_the_centre_alone(self, network, client: Client):
        row = published(network.tomsk, OTHER, ORDER)
        published(network.dagestan, ORDER)
        section = make.section_of(network.tomsk, DocumentsPage)
        response = client.get(section.url, {"q": QUERY})
        assert [hit.document for hit in response.context["hits"]] == [row]
        page = response.content.decode()
        assert "<mark>назначении</mark>" in page
        assert f"{row.file_url}#page=2" in page

    def test_kind_and_year_narrow_what_is_found(self, network, client: Client):
        rows = [
            published(network.tomsk, ORDER, kind=kind, date=dt.date(year, 3, 1))
            for kind, year in (("order", 2024), ("order", 2025), ("plan", 2024))
        ]
        section = make.section_of(network.tomsk, DocumentsPage)
        asked = {"q": QUERY, "kind": "order", "year": "2024"}
        assert [hit.document for hit in client.get(section.url, asked).context["hits"]] == rows[:1]


def test_queries_do_not_grow_with_the_documents(network):
    among = CenterDocument.objects.shown_below(network.home).with_state()
    counted = []
    for more in (1, 12):
        for _ in range(more):
            published(network.tomsk, OTHER, ORDER, ORDER)
        with CaptureQueriesContext(connection) as queries:
            hits = find_documents(QUERY, among)
            add_fragments(hits, QUERY)
        counted.append((len(hits), len(queries)))
    assert counted == [(1, 4), (13, 4)]


def test_card_of_a_scan_says_that_search_cannot_find_its_words(network, client: Client):
    row = published(network.tomsk)
    FileReading.objects.filter(version__document=row.document).update(is_scan=True, text_layer="none")
    page = client.get(row.get_absolute_url()).content.decode().replace("\xa0", " ")
    assert "Это скан: найти в нём слова поиском" in page
