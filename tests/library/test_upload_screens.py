"""Wagtail's screens: add, edit, multiple upload and choosers take the same care."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from library.models import Document, Image
from tests.library.samples import (
    docx_bytes,
    pdf_bytes,
    upload,
)

MakeDocument = Callable[..., Document]
MakeImage = Callable[..., Image]


@pytest.fixture(autouse=True)
def _shelves(media: Path) -> None:
    """Every test here writes to shelves of its own."""


def add_document(office: Client, data: bytes, name: str, **fields: Any) -> Any:
    form = {"title": "Приказ № 12", "tags": "приказы", "file": upload(data, name), **fields}
    return office.post("/admin/documents/add/", form)


def drop_document(office: Client, data: bytes, name: str) -> dict[str, Any]:
    response = office.post(
        "/admin/documents/multiple/add/", {"title": "Приказ", "files[]": upload(data, name)}
    )
    return json.loads(response.content)


def choose_document(office: Client, data: bytes, name: str) -> dict[str, Any]:
    prefix = "document-chooser-upload"
    response = office.post(
        "/admin/documents/chooser/create/",
        {f"{prefix}-title": "Приказ № 12", f"{prefix}-file": upload(data, name)},
    )
    return json.loads(response.content)


class TestAddingADocument:
    def test_facts_and_version_are_there(self, office: Client, secretary: Any) -> None:
        response = add_document(office, pdf_bytes(2), "Приказ.pdf")

        document = Document.objects.get()
        assert response.status_code == 302
        assert (document.title, document.page_count) == ("Приказ № 12", 2)
        assert document.versions.get().by == secretary

    def test_refusal_keeps_what_was_typed(self, office: Client) -> None:
        response = add_document(office, docx_bytes(), "Приказ.pdf")

        page = response.content.decode()
        assert "внутри документ Word (DOCX)" in page
        assert 'value="Приказ № 12"' in page
        assert "приказы" in page
        assert not Document.everything.exists()

    def test_empty_file(self, office: Client) -> None:
        assert "Файл пуст" in add_document(office, b"", "a.pdf").content.decode()

    def test_too_large(self, office: Client, settings: Any) -> None:
        settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000

        assert "Файл больше" in add_document(office, pdf_bytes(), "a.pdf").content.decode()

    def test_form_says_what_is_accepted(self, office: Client) -> None:
        page = office.get("/admin/documents/add/").content.decode()

        assert "PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG, не больше" in page
        assert 'accept=".pdf,.docx' in page

    def test_long_russian_name(self, office: Client) -> None:
        add_document(office, pdf_bytes(1), "п" * 240 + ".pdf")

        assert Document.objects.get().filename.endswith(".pdf")


class TestDroppingManyDocuments:
    def test_good_one(self, office: Client, secretary: Any) -> None:
        assert drop_document(office, pdf_bytes(), "Приказ.pdf")["success"] is True
        assert Document.objects.get().versions.get().by == secretary

    def test_refused_one_says_why(self, office: Client) -> None:
        answer = drop_document(office, b"<html></html>", "Приказ.pdf")

        assert answer["success"] is False
        assert "веб-страница" in answer["error_message"]

    def test_refused_one_does_not_hurt_the_next(self, office: Client) -> None:
        drop_document(office, b"%PDF-", "a.pdf")

        assert drop_document(office, pdf_bytes(), "b.pdf")["success"] is True

    def test_title_can_be_mended_afterwards(self, office: Client) -> None:
        number = drop_document(office, pdf_bytes(), "Приказ.pdf")["doc_id"]

        response = office.post(f"/admin/documents/multiple/{number}/", {f"doc-{number}-title": "Устав"})

        assert json.loads(response.content)["success"] is True
        document = Document.objects.get()
        assert (document.title, document.versions.count()) == ("Устав", 1)


class TestChoosingADocument:
    def test_good_one(self, office: Client, secretary: Any) -> None:
        answer = choose_document(office, pdf_bytes(), "Приказ.pdf")

        document = Document.objects.get()
        assert answer["step"] == "chosen"
        assert answer["result"]["url"] == document.url
        assert document.versions.get().by == secretary

    def test_refused_one(self, office: Client) -> None:
        answer = choose_document(office, docx_bytes(), "Приказ.pdf")

        assert "внутри документ Word" in answer["htmlFragment"]
        assert "Приказ № 12" in answer["htmlFragment"]


class TestEditingADocument:
    def edit(self, office: Client, document: Document, **fields: Any) -> Any:
        return office.post(f"/admin/documents/edit/{document.pk}/", {"title": "Новое", **fields})

    def test_new_file_is_a_new_version(
        self, office: Client, secretary: Any, make_document: MakeDocument, media: Path
    ) -> None:
        document = make_document()
        before = document.file.name

        self.edit(office, document, file=upload(pdf_bytes(7), "b.pdf"))

        document.refresh_from_db()
        assert (document.page_count, document.title) == (7, "Новое")
        assert [version.page_count for version in document.versions.all()] == [7, 2]
        assert document.versions.latest().by == secretary
        assert (media / "private" / before).exists()

    def test_new_title_alone_is_none(self, office: Client, make_document: MakeDocument) -> None:
        document = make_document()

        self.edit(office, document)

        assert document.versions.count() == 1

    def test_refused_file_leaves_the_old_one(self, office: Client, make_document: MakeDocument) -> None:
        document = make_document()

        page = self.edit(office, document, file=upload(b"<html>", "b.pdf")).content.decode()

        assert "веб-страница" in page
        assert 'value="Новое"' in page
        assert document.url in page

    def test_refused_title_leaves_the_old_file_on_the_page(
        self, office: Client, make_document: MakeDocument
    ) -> None:
        document = make_document()

        page = self.edit(office, document, title="", file=upload(pdf_bytes(1), "b.pdf")).content.decode()

        assert document.url in page
        assert "не найден" not in page

    def test_deleting_can_be_undone(self, office: Client, make_document: MakeDocument) -> None:
        document = make_document()

        office.post(f"/admin/documents/delete/{document.pk}/")

        assert not Document.objects.exists()
        assert Document.everything.get().is_deleted

    def test_bulk_deletion_can_be_undone(self, office: Client, make_document: MakeDocument) -> None:
        numbers = [make_document().pk, make_document().pk]
        query = "&".join(f"id={number}" for number in numbers)

        office.post(f"/admin/bulk/library/document/delete/?{query}")

        assert (Document.objects.count(), Document.everything.deleted().count()) == (0, 2)

    @pytest.mark.parametrize("address", ["/admin/documents/", "/admin/documents/chooser/"])
    def test_deleted_is_not_listed(self, office: Client, make_document: MakeDocument, address: str) -> None:
        make_document(title="Лишний").delete()

        assert "Лишний" not in office.get(address).content.decode()
