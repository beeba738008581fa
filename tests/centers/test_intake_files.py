"""Dropped files: stored at once, read later, doubled never."""

import io
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from centers.models import CenterDocument, DocumentKind, IntakeItem, IntakeState
from centers.services import intake
from library.reading.facts import Problem, Reading
from tests.centers.intake_files import order_pdf, signature
from tests.factories import CenterDocumentFactory, DocumentFactory
from tests.library.reading import makers

pytestmark = pytest.mark.django_db

READ = "centers.services.intake.reading.read_stream"


@pytest.fixture(autouse=True)
def _shelves(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def batch(network):
    return intake.start_batch(network.tomsk, None)


def drop(batch, data=b"", name="Приказ.pdf", **kwargs):
    return intake.accept_stream(batch, io.BytesIO(data or order_pdf()), name=name, **kwargs)


def dropped_and_read(batch, data=b"", name="Приказ.pdf", **kwargs):
    item = drop(batch, data, name, **kwargs)
    intake.read_item(item.pk)
    item.refresh_from_db()
    return item


def test_a_file_is_stored_and_not_read(batch, monkeypatch):
    monkeypatch.setattr(READ, lambda *_: pytest.fail("read in the request"))
    data = order_pdf()
    item = drop(batch, data, client_key="k1", size=len(data))
    assert (item.state, item.size, item.original_name) == (IntakeState.WAITING, len(data), "Приказ.pdf")
    assert item.file.read() == data


def test_the_worker_is_asked_once_the_row_is_there(batch, commit):
    with commit():
        item = drop(batch)
        assert item.state == IntakeState.WAITING
    item.refresh_from_db()
    assert item.state == IntakeState.READY


def test_the_same_key_gives_the_same_row(batch):
    assert drop(batch, client_key="k1") == drop(batch, client_key="k1")
    assert batch.items.count() == 1


def test_two_requests_with_one_key_at_once_leave_one_row(batch, monkeypatch):
    first = drop(batch, client_key="k1")
    monkeypatch.setattr("django.db.models.query.QuerySet.first", lambda _rows: None)
    assert drop(batch, client_key="k1") == first
    assert batch.items.count() == 1


def test_without_a_key_name_and_content_are_the_key(batch):
    assert drop(batch) == drop(batch)
    assert drop(batch, name="Другой.pdf") != drop(batch)


@pytest.mark.parametrize("key", ["../k", "к", "k" * 41])
def test_a_strange_key_is_refused(batch, key):
    with pytest.raises(ValueError, match="client key"):
        drop(batch, client_key=key)


def test_a_broken_connection_leaves_nothing(batch):
    with pytest.raises(intake.Interrupted):
        drop(batch, b"half", size=8)
    assert batch.items.count() == 0


@pytest.mark.parametrize(
    ("data", "size", "word"),
    [(b"x" * 2000, 2000, "больше"), (b"x" * 2000, None, "больше"), (None, 0, "пуст")],
)
def test_a_file_too_large_or_empty_keeps_its_row(batch, settings, data, size, word):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    item = intake.accept_stream(batch, io.BytesIO(data or b""), name="скан.pdf", size=size)
    assert item.state == IntakeState.REFUSED
    assert word in item.problems[0]["message_ru"]
    assert not item.file


def test_a_file_too_large_to_send_keeps_its_row(batch, settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1000
    assert intake.refuse_unsent(batch, name="скан.pdf", size=10, client_key="a") is None
    item = intake.refuse_unsent(batch, name="скан.pdf", size=1001, client_key="b")
    assert (item.state, item.original_name) == (IntakeState.REFUSED, "скан.pdf")


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "C:\\Приказы\\1.pdf", "при\x00каз\u202e.pdf", "п" * 400 + ".pdf", ""]
)
def test_an_unsafe_name_is_stored_as_a_safe_one(batch, settings, name):
    item = drop(batch, name=name)
    path = item.file.path
    assert path.startswith(str(settings.MEDIA_ROOT / "private" / "intake"))
    assert item.original_name
    assert item.original_name.isprintable()
    assert len(item.original_name) <= 255


def test_the_row_is_filled_in_with_where_from(batch):
    item = dropped_and_read(batch)
    assert item.state == IntakeState.READY
    assert (item.kind, item.number, item.date) == (DocumentKind.ORDER, "12-о", date(2024, 4, 4))
    assert item.title == "О назначении руководителя центра «Точка роста»"
    assert item.academic_year == "2023/2024"
    sources = {name: intake.source_of(item, name) for name in ("number", "date", "title", "academic_year")}
    assert sources == {"number": "text", "date": "text", "title": "text", "academic_year": "guess"}
    item.number = "13"
    assert intake.source_of(item, "number") == "person"


def test_a_scan_is_known_by_its_name(batch):
    item = dropped_and_read(batch, makers.picture(), "Приказ № 7 от 01.09.2023 О режиме занятий.jpg")
    assert (item.kind, item.number, item.date) == (DocumentKind.ORDER, "7", date(2023, 9, 1))
    assert intake.source_of(item, "number") == "filename"
    assert "issuer" not in item.requisites["filled"]
    assert intake.source_of(item, "issuer") == "guess"


def test_a_directive_says_so_in_its_title(batch):
    head = "АДМИНИСТРАЦИЯ ШЕГАРСКОГО РАЙОНА\n\nРАСПОРЯЖЕНИЕ\n05.09.2023 № 44-р"
    text = f"{head}\n\nО создании центра\n\n1. Создать центр."
    item = dropped_and_read(batch, makers.pdf([text]), "1.pdf")
    assert (item.kind, item.title) == (DocumentKind.OTHER, "Распоряжение о создании центра")


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"<html><script>alert(1)</script></html>", "приказ.pdf"),
        (order_pdf()[:300], "обрыв.pdf"),
        (makers.huge_png(), "огромный.png"),
        (b"MZ" + b"\0" * 300, "приказ.exe"),
        (b"\0" * 500, "нули.pdf"),
        (b"no signature", "приказ.pdf.sig"),
    ],
)
def test_a_bad_file_is_refused_with_a_reason(batch, data, name):
    item = dropped_and_read(batch, data, name)
    assert item.state == IntakeState.REFUSED
    assert item.problems[0]["severity"] == "error"
    assert intake.confirm(batch, [item.pk], None).made == []


def test_a_text_that_cannot_be_understood_leaves_the_row_to_the_person(batch, monkeypatch, caplog):
    def stumble(*_arguments):
        raise IndexError

    monkeypatch.setattr("centers.services.intake.reading.read_requisites", stumble)
    item = dropped_and_read(batch)
    assert (item.state, item.title) == (IntakeState.READY, "")
    assert [found["code"] for found in item.problems] == ["no_title"]


def test_a_lost_file_is_refused(batch):
    item = drop(batch)
    item.file.storage.purge(item.file.name)
    intake.read_item(item.pk)
    item.refresh_from_db()
    assert item.state == IntakeState.REFUSED


def test_a_row_is_claimed_by_one_worker(batch, monkeypatch):
    item = drop(batch)
    reads = []

    def read(*_arguments):
        reads.append(1)
        assert not intake.read_item(item.pk)
        return Reading(format="pdf", mime_type="application/pdf")

    monkeypatch.setattr(READ, read)
    assert intake.read_item(item.pk)
    assert not intake.read_item(item.pk)
    assert len(reads) == 1


def test_a_worker_that_comes_late_changes_nothing(batch, monkeypatch):
    item = drop(batch)

    def read(*_arguments):
        IntakeItem.objects.filter(pk=item.pk).update(state=IntakeState.DISCARDED)
        return Reading(problems=[Problem("damaged", "Повреждён", "error")])

    monkeypatch.setattr(READ, read)
    assert not intake.read_item(item.pk)
    item.refresh_from_db()
    assert (item.state, item.problems) == (IntakeState.DISCARDED, [])


def test_what_a_killed_worker_left_is_read_again(batch):
    item = drop(batch)
    long_ago = timezone.now() - timedelta(hours=1)
    IntakeItem.objects.filter(pk=item.pk).update(state=IntakeState.READING, attempts=1, started_at=long_ago)
    call_command("requeue_intake")
    item.refresh_from_db()
    assert (item.state, item.attempts) == (IntakeState.READY, 2)


def test_what_killed_three_workers_is_given_up(batch):
    item = drop(batch)
    long_ago = timezone.now() - timedelta(hours=1)
    IntakeItem.objects.filter(pk=item.pk).update(state=IntakeState.READING, attempts=3, started_at=long_ago)
    assert intake.requeue_intake() == 0
    item.refresh_from_db()
    assert item.state == IntakeState.REFUSED
    assert "не удалось прочитать" in item.problems[0]["message_ru"]


def test_what_waits_in_a_long_queue_is_left_alone(batch):
    drop(batch)
    assert intake.requeue_intake() == 0


def test_a_repeated_file_is_known_within_the_batch(batch):
    first, second = drop(batch, name="1.pdf"), drop(batch, name="2.pdf")
    assert intake.duplicates_in_batch(batch) == {second.pk: first.pk}
    intake.discard(batch, [first.pk])
    assert intake.duplicates_in_batch(batch) == {}


def test_a_file_that_the_centre_has_is_known(batch, network):
    row = CenterDocumentFactory(center=network.tomsk, document=DocumentFactory(file__data=order_pdf()))
    CenterDocumentFactory(center=network.dagestan, document=DocumentFactory(file__data=order_pdf("77")))
    assert dropped_and_read(batch).duplicate_of == row
    assert dropped_and_read(batch, order_pdf("77"), "77.pdf").duplicate_of is None


def test_signatures_find_their_files_by_name(batch):
    lonely = dropped_and_read(batch, signature(), "план.sig")
    signed = dropped_and_read(batch, name="Приказ.pdf")
    first = dropped_and_read(batch, signature(), "Приказ.pdf.sig")
    second = dropped_and_read(batch, signature("gost512_detached.p7s"), "приказ.p7s")
    assert (first.signs, second.signs, lonely.signs) == (signed, signed, None)
    intake.discard(batch, [signed.pk])
    first.refresh_from_db()
    assert first.signs is None


def test_put_aside_and_brought_back(batch, commit):
    ready, waiting = dropped_and_read(batch, name="1.pdf"), drop(batch, name="2.pdf")
    assert intake.discard(batch, [ready.pk, waiting.pk]) == 2
    assert not intake.unfinished_batches(batch.center_id).exists()
    assert not intake.read_item(waiting.pk)
    with commit():
        assert intake.bring_back(batch, [ready.pk, waiting.pk]) == 2
    assert list(batch.items.values_list("state", flat=True)) == [IntakeState.READY, IntakeState.READY]
    assert list(intake.unfinished_batches(batch.center_id)) == [batch]


def test_old_refused_files_are_forgotten(batch):
    item = dropped_and_read(batch, b"nothing", "x.pdf")
    path, storage = item.file.name, item.file.storage
    assert intake.forget_settled() == 0
    IntakeItem.objects.update(updated_at=timezone.now() - timedelta(days=40))
    assert intake.forget_settled() == 1
    assert not storage.exists(path)
    assert not CenterDocument.objects.exists()
