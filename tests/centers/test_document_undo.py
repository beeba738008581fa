"""Hiding, deleting, replacing: each can be undone, by the person who did it, once, by POST."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from centers.models import BinEntry, CenterDocument
from centers.services.documents import FLAGS, MOMENTS
from library.models import Document, DocumentSignature, Image
from library.services import replace_file
from tests.centers.intake_files import order_pdf, signature
from tests.centers.screens import messages_of, soup_of, submit, words_of
from tests.factories import CenterDocumentFactory, DocumentFactory, ImageFactory, UserFactory

pytestmark = pytest.mark.django_db


def state_of(row) -> dict:
    now = CenterDocument.objects.get(pk=row.pk)
    planned = now.revisions.filter(approved_go_live_at__isnull=False)
    return {
        **{name: getattr(now, name) for name in FLAGS + MOMENTS},
        "planned": list(planned.values_list("pk", "approved_go_live_at")),
    }


def undo_of(response) -> tuple[str, dict]:
    """Address and fields of the button «Отменить» on the screen."""
    form = soup_of(response).select_one("form.undo")
    assert form.button.text == "Отменить"
    return form["action"], {field["name"]: field["value"] for field in form.select("input")}


def press_undo(client, response):
    address, fields = undo_of(response)
    return client.post(address, fields, follow=True)


@pytest.mark.parametrize("deed", ["delete", "unpublish"])
def test_published_document_is_published_again_as_it_was(admin_client, client, network, deed):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    before = state_of(row)
    response = admin_client.post(reverse(f"center_document:{deed}", args=[row.pk]), follow=True)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(row.document.url).status_code == 404
    assert "Отменено, всё как было" in messages_of(press_undo(admin_client, response))
    assert state_of(row) == before
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(row.document.url).status_code == 200


def test_planned_publication_is_planned_again(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk)
    url = reverse("center_document:edit", args=[row.pk])
    submit(admin_client, url, go_live_at="2050-01-01 10:00", **{"action-publish": "1"})
    before = state_of(row)
    response = admin_client.post(reverse("center_document:delete", args=[row.pk]), follow=True)
    assert state_of(row) != before
    press_undo(admin_client, response)
    assert state_of(row) == before


def test_several_at_once(admin_client, network):
    rows = [CenterDocumentFactory(center=network.tomsk, published=True) for _number in range(2)]
    before = [state_of(row) for row in rows]
    url = reverse("wagtail_bulk_action", args=["centers", "centerdocument", "delete"])
    response = admin_client.post(
        f"{url}?next=/admin/&" + "&".join(f"id={row.pk}" for row in rows), follow=True
    )
    press_undo(admin_client, response)
    assert [state_of(row) for row in rows] == before


def test_undo_asks_for_the_same_person_a_token_and_a_post(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    response = admin_client.post(reverse("center_document:delete", args=[row.pk]), follow=True)
    address, fields = undo_of(response)
    assert admin_client.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = admin_client.cookies
    assert strict.post(address, {**fields, "csrfmiddlewaretoken": "x" * 64}).status_code == 403
    assert strict.post(address, fields).status_code == 302
    somebody = Client()
    somebody.force_login(UserFactory(admin=True))
    assert somebody.post(address, fields).status_code != 200
    assert "прошло больше суток" in messages_of(
        admin_client.post(address, {**fields, "token": "forged"}, follow=True)
    )


def test_undo_leaves_alone_what_was_changed_since(admin_client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    response = admin_client.post(reverse("center_document:delete", args=[row.pk]), follow=True)
    admin_client.post(reverse("center_document:restore", args=[row.pk]))
    admin_client.post(reverse("center_document:unpublish", args=[row.pk]))
    assert "с тех пор это уже изменили" in messages_of(press_undo(admin_client, response))
    assert not CenterDocument.objects.get(pk=row.pk).live


def test_deleted_ones_stand_in_a_list_and_come_back_as_they_were(admin_client, client, network):
    row = CenterDocumentFactory(center=network.tomsk, published=True)
    before = state_of(row)
    admin_client.post(reverse("center_document:delete", args=[row.pk]))
    assert row.title in words_of(admin_client.get(reverse("center_document:list"), {"deleted": "only"}))
    screen = admin_client.get(reverse("center_document:restore", args=[row.pk]))
    assert "вернётся на прежнее место и по прежнему адресу" in words_of(screen)
    response = admin_client.post(reverse("center_document:restore", args=[row.pk]), follow=True)
    assert "Восстановлено" in messages_of(response)
    assert state_of(row) == before
    assert client.get(row.get_absolute_url()).status_code == 200


def test_files_and_pictures_go_to_the_bin_and_come_back(admin_client):
    kept = {
        "document": (DocumentFactory(title="Устав школы"), "wagtaildocs:delete", Document),
        "image": (ImageFactory(title="Ярмарка"), "wagtailimages:delete", Image),
    }
    for kind, (row, name, model) in kept.items():
        response = admin_client.post(reverse(name, args=[row.pk]), follow=True)
        assert not model.objects.filter(pk=row.pk).exists()
        assert "Удаление отменено" in messages_of(press_undo(admin_client, response))
        assert model.objects.filter(pk=row.pk).exists()
        admin_client.post(reverse(name, args=[row.pk]))
        entry = BinEntry.objects.get()
        address = f"{reverse('center_bin')}?kind={'file' if kind == 'document' else kind}"
        assert row.title in words_of(admin_client.get(address))
        restored = admin_client.post(address, {"entry": entry.pk}, follow=True)
        assert "Вернулось на прежнее место" in messages_of(restored)
        assert model.objects.filter(pk=row.pk).exists()


def test_several_files_at_once(admin_client):
    rows = [DocumentFactory() for _number in range(2)]
    url = reverse("wagtail_bulk_action", args=["library", "document", "delete"])
    response = admin_client.post(
        f"{url}?next=/admin/&" + "&".join(f"id={row.pk}" for row in rows), follow=True
    )
    assert Document.objects.count() == 0
    press_undo(admin_client, response)
    assert Document.objects.count() == 2


class TestVersions:
    def screen(self, row) -> str:
        return reverse("library_versions", args=[row.document_id])

    def test_list_and_return(self, admin_client, client, network):
        row = CenterDocumentFactory(center=network.tomsk, published=True)
        first = row.document.versions.get()
        replace_file(row.document, ContentFile(order_pdf(), name="novyj.pdf"), None)
        edit = reverse("center_document:edit", args=[row.pk])
        assert self.screen(row) in admin_client.get(edit).content.decode()
        words = words_of(admin_client.get(self.screen(row), {"next": edit}))
        assert f"SHA-256 {first.sha256[:12]}" in words
        assert "нынешний файл" in words
        assert "2 страницы" in words
        asked = admin_client.get(self.screen(row), {"restore": first.pk})
        assert "Посетители сразу увидят этот файл" in words_of(asked)
        assert row.document.versions.count() == 2
        response = admin_client.post(self.screen(row), {"action": f"restore:{first.pk}"}, follow=True)
        assert "снова действует" in messages_of(response)
        present = row.document.versions.latest()
        assert (present.sha256, present.restored_from) == (first.sha256, first)
        assert b"".join(client.get(row.file_url).streaming_content) == first.file.open().read()

    def test_every_version_opens_for_staff_alone(self, admin_client, network):
        row = CenterDocumentFactory(center=network.tomsk, published=True)
        page = soup_of(admin_client.get(self.screen(row)))
        address = page.select_one(".files-version__name a")["href"]
        assert admin_client.get(address).status_code == 200
        assert Client().get(address).status_code == 302

    def test_signature_is_added_to_a_draft_downloaded_taken_away_and_put_back(self, admin_client, network):
        row = CenterDocumentFactory(center=network.tomsk)
        edit = reverse("center_document:edit", args=[row.pk])
        submit(admin_client, edit, signature=SimpleUploadedFile("a.pdf.sig", signature()))
        one = DocumentSignature.objects.get()
        page = soup_of(admin_client.get(self.screen(row)))
        got = admin_client.get(page.select_one(".stamp a")["href"])
        assert b"".join(got.streaming_content) == signature()
        asked = admin_client.get(self.screen(row), {"unsign": one.pk})
        assert "Убрать файл подписи?" in words_of(asked)
        response = admin_client.post(self.screen(row), {"action": f"unsign:{one.pk}"}, follow=True)
        assert not DocumentSignature.objects.exists()
        assert "Подпись возвращена" in messages_of(press_undo(admin_client, response))
        back = DocumentSignature.objects.get()
        assert (back.owner, back.signed_at, back.file.name) == (one.owner, one.signed_at, one.file.name)
