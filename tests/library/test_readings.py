"""What was read from files is kept once, for the present file, whatever becomes of the worker."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from library import readings
from library.models import FileReading, PageText, ReadingState
from library.reading.facts import Reading, SignatureStamp
from library.services import replace_file
from tests.library.reading import makers
from tests.library.samples import content


def sample(**changes):
    return Reading(
        **{
            "format": "pdf",
            "text_layer": "full",
            "pages": ["Первая", "", "Третья"],
            "signatures": [SignatureStamp(owner="Петров" * 100, signed_at="2024-04-04T10:00:00+00:00")],
            **changes,
        }
    )


@pytest.fixture
def version(make_document):
    return make_document(makers.pdf(["Приказ о назначении"])).versions.get()


def test_a_new_version_is_read_in_the_background(make_document, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = make_document(makers.pdf(["Приказ о назначении"]))
    reading = document.versions.get().reading
    assert (reading.state, reading.text_layer, reading.attempts) == (ReadingState.DONE, "full", 1)
    assert reading.preview
    assert "Приказ о назначении" in PageText.objects.get().text


def test_storing_twice_leaves_one_copy(version):
    for _time in range(2):
        readings.store_reading(version, sample())
    assert FileReading.objects.count() == 1
    assert list(PageText.objects.values_list("number", flat=True)) == [1, 3]
    stamp = version.signatures.get()
    assert len(stamp.owner) == 255
    assert stamp.signed_at.year == 2024


def test_bulky_parts_are_not_kept_among_the_facts(version):
    row = readings.store_reading(version, sample(preview_base64="aGk=", preview_type="image/png"))
    assert {"pages", "preview_base64"}.isdisjoint(row.facts)
    assert row.preview.read() == b"hi"


def test_only_the_present_file_is_found(version):
    readings.store_reading(version, sample(pages=["старый"]))
    newer = replace_file(version.document, content(makers.pdf(["новый"]), "2.pdf"), None)
    readings.store_reading(newer, sample(pages=["новый"]))
    assert [page.text for page in PageText.objects.filter(is_current=True)] == ["новый"]
    readings.store_reading(version, sample(pages=["старый"]))
    assert [page.text for page in PageText.objects.filter(is_current=True)] == ["новый"]


def test_a_version_is_read_by_one_worker(version, monkeypatch):
    calls = []

    def read(*_arguments):
        calls.append(1)
        assert readings.read_version(version.pk) is None
        return sample()

    monkeypatch.setattr(readings, "read_stream", read)
    assert readings.read_version(version.pk).state == ReadingState.DONE
    assert readings.read_version(version.pk) is None
    assert calls == [1]


def test_what_a_killed_worker_left_is_read_again(version):
    long_ago = timezone.now() - timedelta(hours=1)
    FileReading.objects.create(version=version, state=ReadingState.READING, attempts=1, started_at=long_ago)
    assert readings.requeue_readings() == 1
    assert FileReading.objects.get().state == ReadingState.DONE


def test_three_failures_are_enough(version):
    long_ago = timezone.now() - timedelta(hours=1)
    FileReading.objects.create(version=version, state=ReadingState.READING, attempts=3, started_at=long_ago)
    assert readings.requeue_readings() == 0
    row = FileReading.objects.get()
    assert row.state == ReadingState.FAILED
    assert "не удалось прочитать" in row.problems[0]["message_ru"]


def test_signers_of_one_file_share_it(version):
    stamps = [SignatureStamp(owner="Директор"), SignatureStamp(owner="Бухгалтер")]
    rows = readings.attach_signature(version, ContentFile(b"sig"), "приказ.sig", stamps)
    assert [row.owner for row in rows] == ["Директор", "Бухгалтер"]
    assert rows[0].file.name == rows[1].file.name
    readings.store_reading(version, sample(signatures=[]))
    assert version.signatures.count() == 2
