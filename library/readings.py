"""Read the files of documents in the background and keep what was read.

The reading itself happens in a process of its own (`library.reading.extract`); here its
result is stored, once for each version, and rows that a killed worker left behind are found.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from library.models import (
    DocumentSignature,
    DocumentVersion,
    FileReading,
    PageText,
    ReadingState,
    TextLayer,
)
from library.reading.extract import read_stream
from library.reading.facts import Reading, SignatureStamp
from library.reading.limits import Limits
from toolkit.pagecache.watching import announcing

MOST_ATTEMPTS = 3
GIVEN_UP = _(
    "Файл не удалось прочитать. Откройте его на своём компьютере, сохраните заново и загрузите ещё раз."
)
#: A row that has been «being read» for longer belongs to a worker that is no more.
STALE_AFTER = timedelta(seconds=Limits().wall_seconds * 2)


def read_version(version_id: int) -> FileReading | None:
    """Read one version's file; returns None when another worker has it or it has been read.

    A file that kills its reading process three times is marked as not read, with the reason.
    """
    version = DocumentVersion.objects.select_related("document").get(pk=version_id)
    row, _made = FileReading.objects.get_or_create(version=version)
    now = timezone.now()
    waiting = Q(state=ReadingState.WAITING) | Q(state=ReadingState.READING, started_at__lt=now - STALE_AFTER)
    with announcing(()):  # nobody is shown that a file is being read
        claimed = FileReading.objects.filter(waiting, pk=row.pk, attempts__lt=MOST_ATTEMPTS).update(
            state=ReadingState.READING, started_at=now, attempts=F("attempts") + 1
        )
    if not claimed:
        return None
    with version.file.open("rb") as stream:
        reading = read_stream(stream, version.original_name or version.file.name)
    return store_reading(version, reading)


@transaction.atomic
def store_reading(version: DocumentVersion, reading: Reading) -> FileReading:
    """Keep what was read from a version: facts, preview, text by page, signatures inside the file.

    Storing the same reading twice leaves one copy.
    """
    facts = reading.to_dict()
    for bulky in ("pages", "preview_base64"):
        facts.pop(bulky, None)
    row, _made = FileReading.objects.update_or_create(
        version=version,
        defaults={
            "state": ReadingState.DONE,
            "finished_at": timezone.now(),
            "text_layer": reading.text_layer if reading.text_layer in TextLayer.values else TextLayer.UNKNOWN,
            "is_scan": reading.is_scan,
            "tagged": reading.tagged,
            "encrypted": reading.encrypted,
            "facts": facts,
        },
    )
    if reading.preview_base64 and not row.preview:
        extension = reading.preview_type.rpartition("/")[2] or "png"
        row.preview.save(f"page-1.{extension}", ContentFile(reading.preview), save=True)
    _store_pages(row, version, reading.pages)
    version.signatures.filter(file="").delete()
    for stamp in reading.signatures:
        DocumentSignature.objects.create(version=version, **stamp_columns(stamp))
    return row


def _store_pages(row: FileReading, version: DocumentVersion, texts: list[str]) -> None:
    """Replace the text of this reading; only the newest version's text is found by search."""
    row.pages.all().delete()
    newest = version.document.versions.order_by("-pk").first()
    current = newest is not None and newest.pk == version.pk
    if current:
        for page in PageText.objects.filter(document=version.document, is_current=True):
            page.is_current = False
            page.save(update_fields=["is_current"])
    for number, text in enumerate(texts, start=1):
        if text.strip():
            PageText.objects.create(
                reading=row, document=version.document, number=number, text=text, is_current=current
            )


def stamp_columns(stamp: SignatureStamp) -> dict[str, object]:
    """Columns of `DocumentSignature` for a stamp; names that are too long are cut to their column."""
    columns: dict[str, object] = {
        name: getattr(stamp, name)[: DocumentSignature._meta.get_field(name).max_length]
        for name in ("owner", "post", "organisation", "certificate_number", "algorithm", "kind")
    }
    for name in ("valid_from", "valid_until", "signed_at"):
        value = getattr(stamp, name)
        columns[name] = parse_datetime(value) if value else None
    return columns


@transaction.atomic
def attach_signature(
    version: DocumentVersion, file: File[bytes], name: str, stamps: list[SignatureStamp]
) -> list[DocumentSignature]:
    """Keep a detached signature beside the version it signs, one row for each signer."""
    rows: list[DocumentSignature] = []
    for stamp in stamps or [SignatureStamp()]:
        row = DocumentSignature(version=version, original_name=name[:255], **stamp_columns(stamp))
        if rows:
            row.file.name = rows[0].file.name
            row.save()
        else:
            row.file.save(name, file, save=True)
        rows.append(row)
    return rows


@transaction.atomic
def carry_over(source: DocumentVersion, target: DocumentVersion) -> None:
    """Give `target`, a version of the same file, what was read from `source` and the signatures beside it.

    A file that has not been read yet is left to be read.
    """
    row = FileReading.objects.filter(version=source, state=ReadingState.DONE).first()
    if row is not None and not FileReading.objects.filter(version=target).exists():
        texts = dict(row.pages.values_list("number", "text"))
        row.pk, row.version, row._state.adding = None, target, True
        row.save(force_insert=True)
        _store_pages(row, target, [texts.get(number, "") for number in range(1, max(texts, default=0) + 1)])
        _copy_signatures(source.signatures.filter(file=""), target)
    carry_signatures(source, target)


@transaction.atomic
def carry_signatures(source: DocumentVersion, target: DocumentVersion) -> None:
    """Put the signature files of `source` beside `target`, which has the same file, each once."""
    there = set(target.signatures.exclude(file="").values_list("file", flat=True))
    _copy_signatures(source.signatures.exclude(file="").exclude(file__in=there), target)


def _copy_signatures(rows: QuerySet[DocumentSignature], target: DocumentVersion) -> None:
    for row in rows.order_by("pk"):
        row.pk, row.version, row._state.adding = None, target, True
        row.save(force_insert=True)


def expect_readings() -> int:
    """Note for every version that nobody has begun to read that it waits; return how many there were.

    Versions from before files were read have no row of their own; `requeue_readings()` enqueues them then.
    """
    unknown = DocumentVersion.objects.filter(reading=None).values_list("pk", flat=True)
    rows = [FileReading(version_id=version_id) for version_id in unknown]
    FileReading.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)


def requeue_readings() -> int:
    """Enqueue again what a killed worker left unread; give up on what failed three times.

    Returns how many were enqueued.
    """
    from library.tasks import read_document_version

    stale = timezone.now() - STALE_AFTER
    lost = FileReading.objects.filter(
        Q(state=ReadingState.READING, started_at__lt=stale)
        | Q(state=ReadingState.WAITING, version__at__lt=stale)
    )
    for row in lost.filter(attempts__gte=MOST_ATTEMPTS):
        row.state = ReadingState.FAILED
        row.finished_at = timezone.now()
        row.facts = {"problems": [{"code": "not_read", "message_ru": str(GIVEN_UP), "severity": "warning"}]}
        row.save(update_fields=["state", "finished_at", "facts"])
    waiting = list(lost.filter(attempts__lt=MOST_ATTEMPTS).values_list("version_id", flat=True))
    for version_id in waiting:
        read_document_version.enqueue(version_id)
    return len(waiting)
