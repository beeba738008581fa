"""Documents as rows: facts, versions, deletion, restoration."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from wagtail.documents import get_document_model
from wagtail.models import Collection

from library.models import Document, DocumentVersion
from library.models.version import AppendOnlyError
from library.services import replace_file, restore_version
from tests.library.samples import content, docx_bytes, pdf_bytes, phone_photo_bytes

Make = Callable[..., Document]


def test_model_is_the_one_of_wagtail() -> None:
    assert get_document_model() is Document


class TestFacts:
    def test_are_read_from_the_file(self, make_document: Make) -> None:
        data = pdf_bytes(3)
        document = make_document(data)
        document.refresh_from_db()

        assert document.sha256 == hashlib.sha256(data).hexdigest()
        assert document.file_hash == hashlib.sha1(data, usedforsecurity=False).hexdigest()
        assert document.file_size == len(data)
        assert (document.mime_type, document.extension, document.page_count) == ("application/pdf", "pdf", 3)
        assert document.original_name == "Приказ № 12.pdf"

    def test_labels(self, make_document: Make) -> None:
        document = make_document()
        document.file_size = 1_111_490

        assert document.facts_label.replace("\xa0", " ") == "PDF, 1,06 МБ, 2 страницы"

    def test_labels_of_a_file_without_pages(self, make_document: Make) -> None:
        document = make_document(docx_bytes(), "план.docx")

        assert (document.type_label, document.pages_label) == ("DOCX", "")

    def test_download_name_is_the_title(self, make_document: Make) -> None:
        document = make_document(title="Приказ № 12: о назначении?/")

        assert document.download_name == "Приказ № 12- о назначении.pdf"

    def test_name_on_the_disk_is_latin_and_unguessable(self, make_document: Make) -> None:
        area, shard, token, name = make_document().file.name.split("/")

        assert (area, name) == ("documents", "prikaz-12.pdf")
        assert token.startswith(shard)
        assert len(token) == 20

    def test_address_holds_the_public_id(self, make_document: Make) -> None:
        document = make_document()

        assert document.url == f"/f/{document.public_id}/prikaz-12.pdf"
        assert len(document.public_id) == 10

    def test_public_ids_differ(self, make_document: Make) -> None:
        assert len({make_document(docx_bytes(), "a.docx").public_id for _ in range(3)}) == 3

    def test_a_scan_leaves_the_position_of_the_school_behind(self, make_document: Make, media: Path) -> None:
        document = make_document(phone_photo_bytes(), "скан.jpg")

        stored = (media / "private" / document.file.name).read_bytes()
        assert b"SecretPhone" not in stored
        assert document.sha256 == hashlib.sha256(stored).hexdigest()
        assert document.file_size == len(stored)


class TestRefusal:
    def test_nothing_is_stored(self, make_document: Make, media: Path) -> None:
        with pytest.raises(ValidationError, match=r"назван \.pdf"):
            make_document(docx_bytes(), "Приказ.pdf")

        assert Document.everything.count() == DocumentVersion.objects.count() == 0
        assert [path for path in media.rglob("*") if path.is_file()] == []

    def test_clean_points_at_the_field(self, db: None) -> None:
        document = Document(title="Приказ", file=content(b"<html>", "a.pdf"))

        with pytest.raises(ValidationError) as caught:
            document.full_clean()

        assert list(caught.value.message_dict) == ["file"]

    def test_refused_replacement_leaves_the_document_alone(self, make_document: Make) -> None:
        document = make_document()
        before = document.file.name

        with pytest.raises(ValidationError):
            replace_file(document, content(b"<html>", "a.pdf"), None)

        assert document.file.name == before
        assert document.versions.count() == 1


class TestVersions:
    def test_first_file_is_the_first_version(self, make_document: Make, secretary: Any) -> None:
        document = make_document(uploaded_by_user=secretary)

        version = document.versions.get()
        assert version.file.name == document.file.name
        assert (version.sha256, version.size, version.page_count) == (document.sha256, document.file_size, 2)
        assert (version.by, version.by_name) == (secretary, "Петрова\xa0А.\xa0И.")

    def test_saving_without_a_new_file_adds_none(self, make_document: Make) -> None:
        document = make_document()
        document.title = "Другое название"
        document.save()

        assert document.versions.count() == 1

    def test_replacement_keeps_address_and_earlier_file(
        self, make_document: Make, secretary: Any, media: Path
    ) -> None:
        document = make_document()
        before, public_id = document.file.name, document.public_id

        version = replace_file(document, content(pdf_bytes(5), "Приказ новый.pdf"), secretary)

        document.refresh_from_db()
        assert document.public_id == public_id
        assert (document.page_count, document.original_name) == (5, "Приказ новый.pdf")
        assert (version.page_count, version.by) == (5, secretary)
        assert document.file.name == version.file.name != before
        assert (media / "private" / before).exists()
        assert [row.page_count for row in document.versions.all()] == [5, 2]

    def test_earlier_version_comes_back(self, make_document: Make, secretary: Any) -> None:
        document = make_document()
        first = document.versions.get()
        replace_file(document, content(docx_bytes(), "Приказ.docx"), None)

        third = restore_version(document, first, secretary)

        document.refresh_from_db()
        assert (document.file.name, document.mime_type) == (first.file.name, "application/pdf")
        assert (document.page_count, document.sha256) == (2, first.sha256)
        assert (third.restored_from, third.by) == (first, secretary)
        assert document.versions.count() == 3
        content_hash = hashlib.sha1(document.file.open().read(), usedforsecurity=False).hexdigest()
        assert document.get_file_hash() == content_hash

    def test_restoring_the_present_version_changes_nothing(self, make_document: Make) -> None:
        document = make_document()
        version = document.versions.get()

        assert restore_version(document, version, None) == version
        assert document.versions.count() == 1

    def test_version_of_another_document_is_refused(self, make_document: Make) -> None:
        with pytest.raises(ValueError, match="another document"):
            restore_version(make_document(), make_document().versions.get(), None)

    def test_version_whose_file_is_lost_is_refused(self, make_document: Make) -> None:
        document = make_document()
        first = document.versions.get()
        replace_file(document, content(pdf_bytes(1), "b.pdf"), None)
        first.file.storage.purge(first.file.name)

        with pytest.raises(ValidationError, match="больше нет на диске"):
            restore_version(document, first, None)

    def test_rows_are_never_changed(self, make_document: Make) -> None:
        version = make_document().versions.get()
        changes: list[Callable[[], object]] = [
            version.save,
            version.delete,
            lambda: DocumentVersion.objects.update(sha256=""),
            lambda: DocumentVersion.objects.all().delete(),
            lambda: DocumentVersion.objects.bulk_update([version], ["sha256"]),
        ]

        for change in changes:
            with pytest.raises(AppendOnlyError):
                change()

        assert DocumentVersion.objects.get().sha256 == version.sha256

    def test_name_of_the_person_outlives_the_account(self, make_document: Make, secretary: Any) -> None:
        document = make_document(uploaded_by_user=secretary)

        secretary.delete()

        version = document.versions.get()
        assert (version.by, version.by_name) == (None, "Петрова\xa0А.\xa0И.")


class TestDeletion:
    def test_row_and_file_stay(self, make_document: Make, media: Path) -> None:
        document = make_document()

        document.delete()

        assert not Document.objects.exists()
        assert Document.everything.get().is_deleted
        assert document.versions.count() == 1
        assert (media / "private" / document.file.name).exists()

    def test_can_be_undone(self, make_document: Make) -> None:
        document = make_document()
        document.delete()

        Document.everything.get().restore()

        assert Document.objects.get() == document

    def test_search_forgets_and_remembers(self, make_document: Make) -> None:
        document = make_document(title="Положение")
        document.delete()
        assert list(Document.objects.search("Положение")) == []

        document.restore()

        assert list(Document.objects.search("Положение")) == [document]

    def test_what_others_stand_on_stays(self, make_document: Make, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its own versions protect it as well; only they do not count."""
        make_document()
        monkeypatch.setattr(Document, "own_models", lambda self: ())

        with pytest.raises(ProtectedError):
            Document.objects.all().delete()

        assert not Document.objects.get().is_deleted

    def test_collection_goes_and_its_documents_stay(self, make_document: Make) -> None:
        root = Collection.get_first_root_node()
        collection = root.add_child(name="Школа № 4")
        make_document(collection=collection).delete()

        Collection.objects.get(pk=collection.pk).delete()

        assert Document.everything.get().collection == root
