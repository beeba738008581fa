"""Official documents of a centre: cards, files, and what the public may see of them."""

import datetime as dt
from urllib.parse import unquote

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from centers.models import AdditionalInfoPage, CenterDocument, DocumentsPage
from centers.visibility import is_published_document
from tests import factories as make

pytestmark = pytest.mark.django_db

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def document(network) -> CenterDocument:
    return make.CenterDocumentFactory(center=network.tomsk, number="12-о", published=True)


def addresses_of_file(row: CenterDocument) -> list[str]:
    file = row.document
    return [
        row.file_url,
        file.url,
        f"/f/{file.public_id}/",
        f"/documents/{file.pk}/{file.filename}",
    ]


class TestPublishing:
    def test_draft_is_nowhere_to_be_seen(self, network, client: Client):
        draft = make.CenterDocumentFactory(center=network.tomsk, title="Тайный приказ")
        raw = [f"/media/{draft.document.file.name}", f"/media/private/{draft.document.file.name}"]
        hidden = [draft.get_absolute_url(), *addresses_of_file(draft), *raw]
        assert [client.get(address).status_code for address in hidden] == [404] * 7
        section = make.section_of(network.tomsk, DocumentsPage)
        assert client.get(section.url).context["document_total"] == 0
        assert client.get("/poisk/", {"q": "тайный"}).context["total"] == 0

    def test_published_one_is_read_from_every_address_but_the_shelf(self, document, client: Client):
        assert client.get(document.get_absolute_url()).status_code == 200
        statuses = [client.get(address, follow=True).status_code for address in addresses_of_file(document)]
        assert statuses == [200] * 4
        for folder in ("", "private/"):
            assert client.get(f"/media/{folder}{document.document.file.name}").status_code == 404

    def test_unpublished_one_is_hidden_again(self, document, client: Client):
        document.unpublish()
        hidden = [document.get_absolute_url(), *addresses_of_file(document)]
        assert [client.get(address).status_code for address in hidden] == [404] * 5

    def test_file_of_a_later_draft_stays_hidden(self, document, client: Client):
        old, new = document.document, make.DocumentFactory()
        document.document = new
        draft = document.save_revision()
        assert client.get(new.url).status_code == 404
        assert client.get(old.url).status_code == 200
        draft.publish()
        assert client.get(new.url).status_code == 200
        assert client.get(old.url).status_code == 404

    def test_draft_published_after_deletion_brings_nothing_back(self, document, client: Client):
        draft = document.save_revision()
        document.deleted_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        document.save()
        draft.publish()
        document.refresh_from_db()
        assert (document.live, document.deleted_at is None) == (False, False)
        assert client.get(document.get_absolute_url()).status_code == 404

    def test_draft_keeps_address_and_centre(self, network, document):
        draft = document.save_revision()
        CenterDocument.objects.filter(pk=document.pk).update(public_id="drugoj0000", center=network.dagestan)
        type(draft).objects.get(pk=draft.pk).publish()
        document.refresh_from_db()
        assert (document.public_id, document.center) == ("drugoj0000", network.dagestan)

    def test_staff_reads_the_file_before_it_is_published(self, network, client: Client):
        draft = make.CenterDocumentFactory(center=network.tomsk)
        client.force_login(make.UserFactory(admin=True))
        response = client.get(draft.file_url)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        client.force_login(make.UserFactory())
        assert client.get(draft.file_url).status_code == 404

    def test_same_file_of_two_documents_is_public_while_one_of_them_is(self, document):
        twin = make.CenterDocumentFactory(center=document.center, document=document.document, published=True)
        document.unpublish()
        assert is_published_document(twin.document)
        twin.unpublish()
        assert not is_published_document(twin.document)

    def test_accessible_form_of_a_document_is_read_with_it(self, document, client: Client):
        document.accessible_alternative = make.DocumentFactory()
        document.save()
        assert client.get(document.accessible_alternative.url).status_code == 200
        document.unpublish()
        assert client.get(document.accessible_alternative.url).status_code == 404

    def test_file_on_a_page_is_public_while_the_page_is(self, network, client: Client):
        file = make.DocumentFactory()
        page = make.section_of(network.tomsk, AdditionalInfoPage)
        page.body = [("file", {"document": file, "title": ""})]
        draft = page.save_revision()
        assert client.get(file.url).status_code == 404
        draft.publish()
        assert client.get(file.url).status_code == 200
        network.tomsk.page.unpublish()
        assert client.get(file.url).status_code == 404


class TestFile:
    def test_opens_in_the_browser_under_its_russian_name(self, document, client: Client):
        response = client.get(document.file_url)
        assert response["Content-Type"] == "application/pdf"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "public, no-cache"
        assert "default-src 'none'" in response["Content-Security-Policy"]
        disposition = response["Content-Disposition"]
        assert disposition.startswith("inline; ")
        name = unquote(disposition.split("filename*=UTF-8''")[1]).replace(NBSP, " ")
        assert name == "Приказ № 12-о от 4 апреля 2024 г. «О назначении руководителя центра».pdf"
        assert b"".join(response.streaming_content).startswith(b"%PDF")

    def test_a_part_of_it_can_be_asked_for(self, document, client: Client):
        response = client.get(document.file_url, headers={"range": "bytes=0-3"})
        assert (response.status_code, b"".join(response.streaming_content)) == (206, b"%PDF")

    def test_any_name_in_the_address_leads_to_the_file(self, document, client: Client):
        for name in ("prikaz.pdf", "Приказ 12.pdf", "x"):
            assert client.get(f"/d/{document.public_id}/{name}").status_code == 200

    def test_address_is_latin_and_speaks(self, document):
        assert document.file_url == f"/d/{document.public_id}/prikaz-12-o.pdf"

    @pytest.mark.parametrize("number", ["", "12/1", "№ 5", "..", "а б/в?#%"])
    def test_address_of_an_odd_number_leads_to_the_file(self, network, client: Client, number):
        row = make.CenterDocumentFactory(center=network.tomsk, number=number, published=True)
        assert client.get(row.file_url).status_code == 200

    @pytest.mark.parametrize("public_id", ["0000000000", "net", "a" * 300])
    def test_unknown_document_is_not_found(self, network, client: Client, public_id):
        assert client.get(f"/d/{public_id}/").status_code == 404
        assert client.get(f"/d/{public_id}/a.pdf").status_code == 404


class TestFileElsewhere:
    @pytest.fixture
    def row(self, network) -> CenterDocument:
        return make.CenterDocumentFactory(center=network.tomsk, elsewhere=True, published=True)

    def test_type_and_size_are_those_that_the_school_states(self, row):
        assert row.file_line.replace(NBSP, " ") == "PDF, 1,06 МБ"
        assert (row.type_mark, row.file_url, row.is_elsewhere) == ("PDF", "", True)

    def test_card_is_read_and_there_is_no_file(self, row, client: Client):
        assert client.get(row.get_absolute_url()).status_code == 200
        assert client.get(f"/d/{row.public_id}/prikaz.pdf").status_code == 404

    @pytest.mark.parametrize("stated", [{"stated_size": None}, {"stated_type": ""}, {"stated_url": ""}])
    def test_part_of_it_may_be_unknown(self, row, client: Client, stated):
        CenterDocument.objects.filter(pk=row.pk).update(**stated)
        assert client.get(row.get_absolute_url()).status_code == 200

    def test_document_without_any_word_about_its_file_is_refused(self, row):
        row.stated_type = row.stated_url = ""
        with pytest.raises(ValidationError, match="Выберите файл"):
            row.full_clean()


class TestWords:
    @pytest.mark.parametrize(
        ("values", "title"),
        [
            ({}, "Приказ № 12 от 4 апреля 2024 г. «О назначении руководителя центра»"),
            ({"number": ""}, "Приказ от 4 апреля 2024 г. «О назначении руководителя центра»"),
            ({"date": None}, "Приказ № 12 «О назначении руководителя центра»"),
            ({"number": "", "date": None}, "О назначении руководителя центра"),
            (
                {"kind": "regulation", "title": "Положение о центре"},
                "Положение о центре № 12 от 4 апреля 2024 г.",
            ),
            ({"kind": "other", "title": "Письмо"}, "Письмо № 12 от 4 апреля 2024 г."),
            ({"title": "О центре «Точка роста»"}, "Приказ № 12 от 4 апреля 2024 г. «О центре „Точка роста“»"),
        ],
    )
    def test_full_title(self, values, title):
        row = make.CenterDocumentFactory.build(**{"number": "12", "center": None, "document": None, **values})
        assert row.full_title.replace(NBSP, " ") == title

    def test_line_of_a_file_is_read_from_it(self, document):
        assert document.file_line.replace(NBSP, " ").startswith("PDF, ")
        assert document.file_line.replace(NBSP, " ").endswith("2 страницы")

    @pytest.mark.parametrize("year", ["2026/2027", ""])
    def test_school_year_as_it_is_written(self, document, year):
        document.academic_year = year
        document.full_clean()

    @pytest.mark.parametrize("year", ["2026", "2026/2028", "2026-2027", "2026/27", "1899/1900", "год"])
    def test_other_writing_of_a_school_year_is_refused(self, document, year):
        document.academic_year = year
        with pytest.raises(ValidationError, match=r"Учебный год пишется двумя годами подряд|не более"):
            document.full_clean()


class TestList:
    def test_stands_by_kind_and_newest_first(self, network, client: Client):
        for kind, date in (
            ("plan", dt.date(2026, 9, 1)),
            ("order", dt.date(2024, 4, 4)),
            ("order", None),
            ("order", dt.date(2026, 8, 20)),
            ("order", dt.date(2021, 8, 20)),
            ("order", dt.date(2024, 8, 20)),
        ):
            make.CenterDocumentFactory(
                center=network.tomsk, kind=kind, date=date, elsewhere=True, published=True
            )
        groups = client.get(make.section_of(network.tomsk, DocumentsPage).url).context["groups"]
        assert [group.kind for group in groups] == ["order", "plan"]
        orders = groups[0]
        assert [row.date for row in orders.recent] == [dt.date(2026, 8, 20), None]
        assert [(year.year, [row.date.month for row in year.rows]) for year in orders.years] == [
            (2024, [8, 4]),
            (2021, [8]),
        ]

    def test_shows_only_the_documents_of_its_centre(self, network, document, client: Client):
        other = make.section_of(network.dagestan, DocumentsPage)
        assert client.get(other.url).context["document_total"] == 0

    def test_date_of_update_is_that_of_the_newest_document(self, network, document, client: Client):
        context = client.get(make.section_of(network.tomsk, DocumentsPage).url).context
        assert context["updated_on"] == document.last_published_at
