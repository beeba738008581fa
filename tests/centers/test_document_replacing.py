"""A new file in the place of a published one: unseen until it is published, then at the same address."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from centers.models import CenterDocument
from library.models import Document, FileReading
from library.readings import read_version
from library.services import replace_file
from tests.centers.intake_files import order_pdf, signature
from tests.centers.screens import errors_of, fields_of, messages_of, submit, words_of
from tests.factories import CenterDocumentFactory, DocumentFactory
from tests.library.reading import makers

pytestmark = pytest.mark.django_db

NEW = order_pdf("99-н", "О новом порядке работы")


def pdf(name: str = "novyj.pdf", content: bytes = NEW) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def edit_url(row) -> str:
    return reverse("center_document:edit", args=[row.pk])


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def row(network):
    return CenterDocumentFactory(center=network.tomsk, published=True)


def draft_of(row) -> CenterDocument:
    return CenterDocument.objects.get(pk=row.pk).get_latest_revision_as_object()


def test_new_file_of_a_draft_is_unseen(admin_client, client, row):
    response = submit(admin_client, edit_url(row), upload=pdf())
    assert "Новый файл посетители увидят после публикации" in messages_of(response)
    row.refresh_from_db()
    waiting = draft_of(row).replacement
    assert row.document.versions.count() == 1
    assert waiting != row.document
    old = body_of(client.get(row.file_url))
    assert old != NEW
    assert client.get(row.document.url).status_code == 200
    raw = [waiting.url, f"/f/{waiting.public_id}/", f"/documents/{waiting.pk}/{waiting.filename}"]
    raw += [f"/media/{waiting.file.name}", f"/media/private/{waiting.file.name}"]
    assert {client.get(address).status_code for address in raw} == {404}
    assert waiting.file.name not in client.get(row.get_absolute_url()).content.decode()


def test_staff_see_the_file_that_waits(admin_client, row):
    response = submit(admin_client, edit_url(row), upload=pdf())
    waiting = draft_of(row).replacement
    assert "Ждёт публикации" in words_of(response)
    assert waiting.url in response.content.decode()
    assert body_of(admin_client.get(waiting.url)) == NEW


def test_publication_puts_it_at_the_same_address(admin_client, client, row):
    before, address, file_address = row.document, row.get_absolute_url(), row.file_url
    submit(admin_client, edit_url(row), upload=pdf())
    waiting = draft_of(row).replacement
    submit(admin_client, edit_url(row), **{"action-publish": "1"})
    row = CenterDocument.objects.get(pk=row.pk)
    assert row.document == before
    assert row.replacement is None
    assert (row.get_absolute_url(), row.file_url) == (address, file_address)
    assert body_of(client.get(file_address)) == NEW
    assert body_of(client.get(client.get(before.url, follow=True).request["PATH_INFO"])) == NEW
    present, earlier = row.document.versions.all()
    assert present.by == waiting.uploaded_by_user
    assert earlier.file.storage.exists(earlier.file.name)
    assert "Прежние версии файла" in words_of(client.get(address))
    assert earlier.sha256 in client.get(address).content.decode()
    assert not Document.objects.filter(pk=waiting.pk).exists()


def test_a_file_that_nobody_could_see_is_not_told_of(admin_client, client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=False)
    submit(admin_client, edit_url(row), upload=pdf(), **{"action-publish": "1"})
    _present, never_shown = CenterDocument.objects.get(pk=row.pk).document.versions.all()
    card = client.get(row.get_absolute_url()).content.decode()
    assert never_shown.sha256 not in card
    assert "Прежние версии файла" not in card


def test_published_at_once(admin_client, client, row):
    submit(admin_client, edit_url(row), upload=pdf(), **{"action-publish": "1"})
    assert body_of(client.get(row.file_url)) == NEW
    assert row.document.versions.count() == 2


@pytest.mark.parametrize("was_published", [True, False])
def test_planned_publication_puts_it_there_in_time(admin_client, client, network, at, was_published):
    row = CenterDocumentFactory(center=network.tomsk, published=was_published)
    submit(
        admin_client,
        edit_url(row),
        upload=pdf(),
        go_live_at="2049-12-31 10:00",
        **{"action-publish": "1"},
    )
    now = CenterDocument.objects.get(pk=row.pk)
    assert now.live is was_published
    assert now.document == row.document
    assert now.document.versions.count() == 1
    assert client.get(now.get_scheduled_revision_as_object().replacement.url).status_code == 404
    at(2050, 1, 1)
    call_command("publish_scheduled")
    now = CenterDocument.objects.get(pk=row.pk)
    assert now.live
    assert now.document == row.document
    assert body_of(client.get(now.file_url)) == NEW


def test_what_was_read_is_not_read_again(admin_client, row, commit):
    submit(admin_client, edit_url(row), upload=pdf())
    read_version(draft_of(row).replacement.versions.latest().pk)
    submit(admin_client, edit_url(row), **{"action-publish": "1"})
    version = row.document.versions.latest()
    reading = FileReading.objects.get(version=version)
    assert reading.state == "done"
    assert "О новом порядке работы" in reading.pages.get().text
    assert reading.pages.get().is_current
    assert reading.preview


def test_words_saved_later_keep_the_file_that_waits(admin_client, row):
    submit(admin_client, edit_url(row), upload=pdf())
    waiting = draft_of(row).replacement
    submit(admin_client, edit_url(row), summary="Кто отвечает за центр.")
    assert draft_of(row).replacement == waiting


def test_the_former_file_can_be_kept_after_all(admin_client, client, row):
    submit(admin_client, edit_url(row), upload=pdf())
    submit(admin_client, edit_url(row), keep_former="on", **{"action-publish": "1"})
    assert body_of(client.get(row.file_url)) != NEW
    assert row.document.versions.count() == 1


def test_form_refused_for_another_field_keeps_the_new_file(admin_client, client, row):
    response = submit(admin_client, edit_url(row), upload=pdf(), date="1899-01-01")
    assert "Дата документа — от 1990 до 2100 года" in errors_of(response)
    again = {**fields_of(response), "date": "2024-04-04", "action-publish": "1"}
    admin_client.post(edit_url(row), again, follow=True)
    assert body_of(client.get(row.file_url)) == NEW


def test_the_same_file_again_changes_nothing(admin_client, row):
    with row.document.file.open("rb") as file:
        same = file.read()
    response = submit(admin_client, edit_url(row), upload=pdf(content=same), **{"action-publish": "1"})
    assert "Это тот же файл" in messages_of(response)
    assert row.document.versions.count() == 1


def test_file_of_the_library_is_copied_into_the_history(admin_client, client, row):
    chosen = DocumentFactory(file__data=NEW)
    submit(admin_client, edit_url(row), document=str(chosen.pk), **{"action-publish": "1"})
    row.refresh_from_db()
    assert row.document != chosen
    assert body_of(client.get(row.file_url)) == NEW
    assert Document.objects.filter(pk=chosen.pk).exists()


def test_file_that_another_card_shows_is_left_to_it(admin_client, client, row, network):
    other = CenterDocumentFactory(center=network.tomsk, document=row.document, published=True)
    submit(admin_client, edit_url(row), upload=pdf(), **{"action-publish": "1"})
    row = CenterDocument.objects.get(pk=row.pk)
    assert row.document != other.document
    assert body_of(client.get(row.file_url)) == NEW
    assert body_of(client.get(other.file_url)) != NEW


def test_earlier_draft_comes_back_without_a_deleted_file(admin_client, row):
    """The words return, the file stays as it is."""
    submit(admin_client, edit_url(row), upload=pdf(), title="С новым файлом")
    draft = CenterDocument.objects.get(pk=row.pk).latest_revision
    submit(admin_client, edit_url(row), title="Третье", **{"action-publish": "1"})
    url = reverse("center_document:revisions_revert", args=[row.pk, draft.pk])
    response = admin_client.get(url)
    assert response.status_code == 200
    admin_client.post(url, {**fields_of(response), "action-publish": "1"}, follow=True)
    row = CenterDocument.objects.get(pk=row.pk)
    assert row.title == "С новым файлом"
    assert row.document.versions.count() == 2


def test_signature_waits_for_publication_as_a_file_does(admin_client, client, row):
    sig = SimpleUploadedFile("prikaz.pdf.sig", signature())
    response = submit(admin_client, edit_url(row), signature=sig)
    assert "подписан" in words_of(response)
    assert not row.document.versions.latest().signatures.exists()
    submit(admin_client, edit_url(row), **{"action-publish": "1"})
    row = CenterDocument.objects.get(pk=row.pk)
    assert row.document.versions.count() == 1
    assert row.document.versions.latest().signatures.get().owner
    card = client.get(row.get_absolute_url())
    assert "Скачать файл подписи" in words_of(card)


def test_signature_comes_with_a_new_file(admin_client, row):
    sig = SimpleUploadedFile("novyj.pdf.sig", signature())
    submit(admin_client, edit_url(row), upload=pdf(), signature=sig, **{"action-publish": "1"})
    assert row.document.versions.latest().signatures.exclude(file="").exists()


def test_what_is_no_signature_is_refused(admin_client, row):
    response = submit(admin_client, edit_url(row), signature=SimpleUploadedFile("a.sig", b"hello"))
    assert "нет электронной подписи" in errors_of(response)


def test_same_signature_twice(admin_client, row):
    for _time in range(2):
        sig = SimpleUploadedFile("prikaz.pdf.sig", signature())
        response = submit(admin_client, edit_url(row), signature=sig, **{"action-publish": "1"})
    assert "Эта подпись уже приложена" in errors_of(response)


def test_notice_about_an_accepted_file(admin_client, row):
    scan = pdf(content=makers.pdf([" "]))
    response = submit(admin_client, edit_url(row), upload=scan)
    assert "не нашлось текста" in messages_of(response)


def test_alternative_is_sent_with_the_form_and_chosen_within_the_centre(admin_client, client, row, network):
    foreign = CenterDocumentFactory(center=network.dagestan, published=True)
    words = admin_client.get(edit_url(row)).content.decode()
    assert foreign.document.title not in words
    submit(admin_client, edit_url(row), alternative_upload=pdf("dostupnyj.pdf"), **{"action-publish": "1"})
    row.refresh_from_db()
    assert body_of(client.get(row.accessible_alternative.url, follow=True)) == NEW


def test_successor_is_the_published_one(network, row):
    later = CenterDocumentFactory(center=network.tomsk, supersedes=row, date=dt.date(2025, 1, 1))
    assert CenterDocument.objects.get(pk=row.pk).successor is None
    later.save_revision().publish()
    assert CenterDocument.objects.get(pk=row.pk).successor == later


def test_replacing_by_the_service_is_seen_at_once(row, client):
    replace_file(row.document, ContentFile(NEW, name="novyj.pdf"), None)
    row = CenterDocument.objects.get(pk=row.pk)
    assert body_of(client.get(row.file_url)) == NEW
    assert timezone.now() >= row.document.versions.latest().at
