"""The card of a document: first page, words about its text, signatures, earlier files."""

import io

import pytest
from django.urls import reverse

from centers.models import CenterDocument
from centers.services import intake
from library.services import replace_file
from tests.centers.intake_files import order_pdf, signature
from tests.factories import CenterDocumentFactory
from tests.library.samples import content

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def row(network) -> CenterDocument:
    """A published order with a signature beside it."""
    batch = intake.start_batch(network.tomsk, None)
    items = []
    for data, name in ((order_pdf(), "Приказ.pdf"), (signature(), "Приказ.pdf.sig")):
        item = intake.accept_stream(batch, io.BytesIO(data), name=name)
        intake.read_item(item.pk)
        items.append(item.pk)
    (made,) = intake.confirm(batch, items, None).made
    return made


def card(client, row) -> str:
    return client.get(row.get_absolute_url()).content.decode()


def test_the_stamp_says_signed_and_never_valid(client, row):
    page = card(client, row)
    stamp = row.document.versions.get().signatures.get()
    assert "подписан" in page
    assert stamp.owner in page
    assert stamp.certificate_number in page
    assert "действительна" not in page
    assert "СНИЛС" not in page
    address = reverse("document_signature", args=[row.public_id, stamp.pk, "podpis.sig"])
    assert address in page
    response = client.get(address)
    assert response.getvalue() == signature()
    assert response["Content-Disposition"].startswith("attachment")


def test_the_text_and_what_can_be_done_with_it(client, row):
    page = card(client, row)
    assert "Текст можно искать и копировать" in page.replace("\xa0", " ")
    assert "Назначить руководителем" in page


def test_the_first_page_is_shown(client, row):
    address = reverse("document_preview", args=[row.public_id])
    assert address in card(client, row)
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("image/")


def test_nothing_is_served_of_an_unpublished_document(client, row):
    stamp = row.document.versions.get().signatures.get()
    row.unpublish()
    for address in (
        reverse("document_preview", args=[row.public_id]),
        reverse("document_signature", args=[row.public_id, stamp.pk, "podpis.sig"]),
        row.get_absolute_url(),
    ):
        assert client.get(address).status_code == 404


def test_a_signature_of_another_document_is_not_served(client, row, network):
    stamp = row.document.versions.get().signatures.get()
    other = CenterDocumentFactory(center=network.tomsk, published=True)
    address = reverse("document_signature", args=[other.public_id, stamp.pk, "podpis.sig"])
    assert client.get(address).status_code == 404


def test_a_new_file_has_neither_the_old_signature_nor_the_old_text(client, row):
    old = row.document.versions.get()
    stamp = old.signatures.get()
    replace_file(row.document, content(order_pdf("13"), "Приказ.pdf"), None)
    page = card(client, row)
    assert "Прежние версии файла" in page
    assert old.sha256 in page
    assert stamp.certificate_number not in page
    address = reverse("document_signature", args=[row.public_id, stamp.pk, "podpis.sig"])
    assert client.get(address).status_code == 404


def test_a_document_without_a_file_has_a_card(client, network):
    row = CenterDocumentFactory(center=network.tomsk, elsewhere=True, published=True)
    assert client.get(row.get_absolute_url()).status_code == 200
