"""Confirming dropped files: each becomes a published document, and none for the fault of another."""

import io

import pytest

from centers.models import CenterDocument, DocumentKind, IntakeItem, IntakeState
from centers.services import intake
from library.models import Document, DocumentSignature, FileReading, PageText, ReadingState
from tests.centers.intake_files import order_pdf, signature
from tests.factories import UserFactory
from tests.library.samples import phone_photo_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _shelves(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def batch(network):
    return intake.start_batch(network.tomsk, UserFactory(admin=True))


@pytest.fixture
def dropped(batch):
    def drop(data=b"", name="Приказ.pdf"):
        item = intake.accept_stream(batch, io.BytesIO(data or order_pdf()), name=name)
        intake.read_item(item.pk)
        item.refresh_from_db()
        return item

    return drop


def test_nothing_is_published_before(dropped):
    dropped()
    assert not CenterDocument.objects.exists()
    assert not Document.objects.exists()


def test_a_confirmed_row_is_a_published_document(batch, dropped, client, commit, monkeypatch):
    item = dropped()
    monkeypatch.setattr("library.readings.read_stream", lambda *_: pytest.fail("read twice"))
    with commit():
        outcome = intake.confirm(batch, [item.pk], batch.user)
    (row,) = outcome.made
    assert row.live
    assert (row.kind, row.number, row.center) == (DocumentKind.ORDER, "12-о", batch.center)
    assert row.document.sha256 == item.sha256
    assert row.document.versions.get().by == batch.user
    assert row.document.versions.get().reading.state == ReadingState.DONE
    assert "Назначить руководителем" in row.document.page_texts.get().text
    assert client.get(row.get_absolute_url()).status_code == 200
    assert client.get(row.file_url).status_code == 200
    item.refresh_from_db()
    assert (item.state, item.document, item.file.name) == (IntakeState.CONFIRMED, row, "")


def test_confirming_twice_makes_one(batch, dropped):
    item = dropped()
    intake.confirm(batch, [item.pk], batch.user)
    assert intake.confirm(batch, [item.pk], batch.user).made == []
    assert CenterDocument.objects.count() == 1


def test_two_people_at_once_make_one(batch, dropped, monkeypatch):
    item = dropped()
    from centers.services.intake import confirming

    plain = confirming._make_document

    def slow(*arguments):
        assert intake.confirm(batch, [item.pk], batch.user).made == []
        return plain(*arguments)

    monkeypatch.setattr(confirming, "_make_document", slow)
    assert len(intake.confirm(batch, [item.pk], batch.user).made) == 1
    assert CenterDocument.objects.count() == 1


def test_one_bad_row_stops_no_other(batch, dropped, monkeypatch, caplog):
    nameless, broken, sound = dropped(), dropped(order_pdf("2"), "2.pdf"), dropped(order_pdf("3"), "3.pdf")
    IntakeItem.objects.filter(pk=nameless.pk).update(title="")
    IntakeItem.objects.filter(pk=broken.pk).update(number="boom")
    from centers.services.intake import confirming

    plain = confirming.store_reading

    def fragile(version, reading):
        assert "boom" not in version.document.title
        return plain(version, reading)

    monkeypatch.setattr(confirming, "store_reading", fragile)
    outcome = intake.confirm(batch, [nameless.pk, broken.pk, sound.pk], batch.user)
    assert [row.number for row in outcome.made] == ["3"]
    assert set(outcome.refused) == {nameless.pk, broken.pk}
    assert Document.objects.count() == 1
    states = dict(batch.items.values_list("pk", "state"))
    assert states[nameless.pk] == states[broken.pk] == IntakeState.READY
    nameless.refresh_from_db()
    assert nameless.problems[0]["code"] == "not_confirmed"


def test_time_that_is_up_leaves_the_rest(batch, dropped):
    items = [dropped(order_pdf(str(n)), f"{n}.pdf") for n in range(2)]
    outcome = intake.confirm(batch, [item.pk for item in items], batch.user, seconds=-1)
    assert (outcome.made, outcome.left) == ([], 2)


def test_a_row_of_another_batch_is_left_alone(batch, dropped, network):
    item = dropped()
    other = intake.start_batch(network.dagestan, None)
    assert intake.confirm(other, [item.pk], None).made == []


def test_a_row_with_a_value_that_is_no_date_waits(batch, dropped):
    item = dropped()
    item.requisites["typed"] = {"date": "32 марта"}
    item.save()
    assert item.pk in intake.confirm(batch, [item.pk], batch.user).refused


def test_a_file_changed_on_the_disk_is_not_published(batch, dropped):
    item = dropped()
    with open(item.file.path, "ab") as file:
        file.write(b"more")
    assert "изменился" in intake.confirm(batch, [item.pk], batch.user).refused[item.pk]


def test_a_photo_of_a_paper_loses_its_position(batch, dropped, commit):
    item = dropped(phone_photo_bytes(), "Приказ № 5 от 01.09.2023 О режиме работы.jpg")
    path = item.file.path
    with commit():
        (row,) = intake.confirm(batch, [item.pk], batch.user).made
    assert b"SecretPhone" not in row.document.file.read()
    assert not item.file.storage.exists(path)
    again = dropped(phone_photo_bytes(), "ещё раз.jpg")
    assert again.duplicate_of == row


def test_a_name_without_an_ending_gets_one(batch, dropped):
    item = dropped(name="Приказ о назначении")
    (row,) = intake.confirm(batch, [item.pk], batch.user).made
    assert row.document.extension == "pdf"


def test_a_signature_comes_with_its_document(batch, dropped):
    item, sig = dropped(), dropped(signature(), "Приказ.pdf.sig")
    outcome = intake.confirm(batch, [item.pk], batch.user)
    (row,) = outcome.made
    stamp = row.document.versions.get().signatures.get()
    assert outcome.signatures == 1
    assert stamp.owner
    assert stamp.file.read() == signature()
    sig.refresh_from_db()
    assert (sig.state, sig.document) == (IntakeState.CONFIRMED, row)


def test_a_signature_that_comes_later_is_added(batch, dropped):
    item = dropped()
    intake.confirm(batch, [item.pk], batch.user)
    sig = dropped(signature(), "Приказ.pdf.sig")
    assert intake.confirm(batch, [sig.pk], batch.user).signatures == 1
    assert DocumentSignature.objects.count() == 1


def test_a_signature_without_its_document_waits(batch, dropped):
    lonely = dropped(signature(), "план.sig")
    assert "не нашёлся файл" in intake.confirm(batch, [lonely.pk], batch.user).refused[lonely.pk]
    item = dropped()
    early = dropped(signature(), "Приказ.pdf.sig")
    assert early.pk in intake.confirm(batch, [early.pk], batch.user).refused
    assert intake.confirm(batch, [early.pk, item.pk], batch.user).signatures == 1


def test_the_readings_of_confirmed_files_are_not_queued(batch, dropped, commit):
    item = dropped()
    with commit():
        intake.confirm(batch, [item.pk], batch.user)
    assert FileReading.objects.get().attempts == 0
    assert PageText.objects.count() == 1
