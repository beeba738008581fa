"""Documents of a centre in the admin: file and words in one form, drafts, publication, deleting."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from centers.models import CenterDocument, DocumentsPage
from library.models import Document
from tests.centers.screens import errors_of, fields_of, messages_of, words_of
from tests.factories import CenterDocumentFactory, pdf_bytes, section_of

pytestmark = pytest.mark.django_db


def pdf(name: str = "prikaz.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or pdf_bytes(), content_type="application/pdf")


def send(client, url: str, *, publish: bool = False, **changes):
    sent = {**fields_of(client.get(url)), **changes}
    sent |= {"action-publish": "1"} if publish else {}
    return client.post(url, sent, follow=True)


def add_url(center) -> str:
    return f"{reverse('center_document:add')}?center={center.pk}"


ORDER = {"title": "О назначении руководителя центра", "number": "№ 12", "date": "2024-04-04"}


def test_order_with_its_file_in_one_step(admin_client, network):
    response = send(admin_client, add_url(network.tomsk), publish=True, upload=pdf(), **ORDER)
    row = CenterDocument.objects.get()
    assert row.center == network.tomsk
    assert row.live
    assert row.number == "12"
    assert row.document.title == row.full_title
    assert "Опубликовано: Приказ № 12 от 4 апреля 2024 г." in messages_of(response)
    assert row.get_absolute_url() in response.content.decode()
    assert row.document.facts_label.split(",")[0] == "PDF"


def test_draft_stays_on_its_form_and_is_not_public(admin_client, network, client):
    response = send(admin_client, add_url(network.tomsk), upload=pdf(), **ORDER)
    row = CenterDocument.objects.get()
    assert not row.live
    assert "Черновик сохранён, на сайте его не видно" in messages_of(response)
    assert response.redirect_chain[-1][0] == reverse("center_document:edit", args=[row.pk])
    client.logout()
    assert client.get(row.get_absolute_url()).status_code == 404


def test_what_is_no_pdf_is_refused_and_nothing_is_lost(admin_client, network):
    page = pdf("prikaz.pdf", b"<html><script>alert(1)</script></html>")
    response = send(admin_client, add_url(network.tomsk), publish=True, upload=page, **ORDER)
    assert "Внутри файла есть программный код (скрипт)" in errors_of(response)
    assert "Выберите файл" not in errors_of(response)
    assert ORDER["title"] in response.content.decode()
    assert not CenterDocument.objects.exists()
    assert not Document.objects.exists()


def test_good_file_survives_another_fault(admin_client, network):
    """The date is wrong: the file need not be chosen again."""
    wrong = {**ORDER, "date": "1899-01-01"}
    response = send(admin_client, add_url(network.tomsk), publish=True, upload=pdf(), **wrong)
    assert "Дата документа — от 1990 до 2100 года" in errors_of(response)
    assert "Сейчас приложен:" in words_of(response)
    stored = Document.objects.get()
    again = {**fields_of(response), "date": "2024-04-04", "action-publish": "1"}
    assert again["document"] == str(stored.pk)
    admin_client.post(add_url(network.tomsk), again, follow=True)
    assert CenterDocument.objects.get().document == stored


def test_same_file_sent_twice_is_stored_once(admin_client, network):
    content = pdf_bytes()
    wrong = {**ORDER, "date": "1899-01-01"}
    send(admin_client, add_url(network.tomsk), upload=pdf(content=content), **wrong)
    send(admin_client, add_url(network.tomsk), publish=True, upload=pdf(content=content), **ORDER)
    assert Document.objects.count() == 1


def test_document_without_a_file_is_explained(admin_client, network):
    response = send(admin_client, add_url(network.tomsk), publish=True, **ORDER)
    assert "Выберите файл. Если файл лежит на сайте школы" in errors_of(response)


def test_date_to_come_is_questioned(admin_client, network):
    later = {**ORDER, "date": (timezone.localdate() + dt.timedelta(days=30)).isoformat()}
    response = send(admin_client, add_url(network.tomsk), publish=True, upload=pdf(), **later)
    assert "Дата документа ещё не наступила" in errors_of(response)


def test_planned_publication(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk)
    url = reverse("center_document:edit", args=[row.pk])
    response = send(admin_client, url, publish=True, go_live_at="2050-01-01 10:00")
    assert "Будет опубликовано в назначенное время" in messages_of(response)
    row.refresh_from_db()
    assert not row.live


def test_history_and_preview_exist(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    send(
        admin_client,
        reverse("center_document:edit", args=[row.pk]),
        publish=True,
        summary="Кто отвечает за центр.",
    )
    assert admin_client.get(reverse("center_document:history", args=[row.pk])).status_code == 200
    url = reverse("center_document:preview_on_edit", args=[row.pk])
    sent = fields_of(admin_client.get(reverse("center_document:edit", args=[row.pk])))
    assert admin_client.post(url, sent).json() == {"is_valid": True, "is_available": True}
    assert f"Приказ № {row.number} от 4 апреля 2024 г." in words_of(admin_client.get(url))


def test_deleting_hides_and_restoring_publishes_again(admin_client, network, client):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    admin_client.post(reverse("center_document:delete", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert row.deleted_at
    assert not row.live
    listed = reverse("center_document:list")
    assert row.title not in words_of(admin_client.get(listed))
    assert row.title in words_of(admin_client.get(listed, {"deleted": "only"}))
    admin_client.post(reverse("center_document:restore", args=[row.pk]))
    row.refresh_from_db()
    assert row.deleted_at is None
    assert row.live


def test_several_are_hidden_at_once(admin_client, network):
    rows = [CenterDocumentFactory(center=network.tomsk, published=True) for _number in range(2)]
    url = reverse("wagtail_bulk_action", args=["centers", "centerdocument", "delete"])
    query = "&".join(f"id={row.pk}" for row in rows)
    admin_client.post(f"{url}?{query}", follow=True)
    assert (
        CenterDocument.objects.filter(pk__in=[row.pk for row in rows], deleted_at__isnull=False).count() == 2
    )


def test_section_shows_its_documents(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    CenterDocumentFactory(center=network.dagestan, title="Чужой")
    section = section_of(network.tomsk, DocumentsPage)
    response = admin_client.get(reverse("wagtailadmin_pages:edit", args=[section.pk]))
    words = words_of(response)
    assert "1 документ" in words
    assert row.title in words
    assert "Чужой" not in words
    assert reverse("documents_upload", args=[network.tomsk.pk]) in response.content.decode()


def test_file_of_a_document_is_not_deleted_from_under_it(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    url = reverse("wagtaildocs:delete", args=[row.document_id])
    assert "сначала уберите его оттуда" in words_of(admin_client.get(url))
    response = admin_client.post(url, follow=True)
    assert response.status_code == 200
    assert Document.objects.filter(pk=row.document_id).exists()


def test_earlier_version_comes_back(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True, title="Первое название")
    url = reverse("center_document:edit", args=[row.pk])
    send(admin_client, url, publish=True, title="Второе название")
    first = row.revisions.order_by("pk").first()
    revert = reverse("center_document:revisions_revert", args=[row.pk, first.pk])
    response = admin_client.get(revert)
    assert "Первое название" in response.content.decode()
    sent = {**fields_of(response), "action-publish": "1"}
    admin_client.post(revert, sent, follow=True)
    row.refresh_from_db()
    assert row.title == "Первое название"


def test_versions_are_compared(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True, title="Первое название")
    send(admin_client, reverse("center_document:edit", args=[row.pk]), publish=True, title="Второе название")
    url = reverse("center_document:revisions_compare", args=[row.pk, "earliest", "latest"])
    assert "Второе" in words_of(admin_client.get(url))


def test_taking_off_the_site(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    admin_client.post(reverse("center_document:unpublish", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert not row.live
