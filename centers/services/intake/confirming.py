"""Make published documents of the rows that a person has confirmed."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from centers.models import CenterDocument, IntakeBatch, IntakeItem, IntakeState, Issuer
from centers.services.intake.rows import is_signature_item, own_problem
from centers.services.shelves import shelf_of
from library.inspection import FileFacts
from library.intake import CheckedFile, check_document
from library.models import Document, DocumentVersion
from library.naming import extension_of
from library.reading.facts import Reading
from library.readings import attach_signature, store_reading
from library.storage import PrivateStorage
from library.types import BY_MIME_TYPE, PICTURES

logger = logging.getLogger(__name__)

CHUNK = 256 * 1024
NOT_MADE = "not_confirmed"
TITLE_LENGTH = Document._meta.get_field("title").max_length


@dataclass(slots=True)
class Outcome:
    """What became of the rows: the documents made, the reasons of those refused, and how many are left.

    `left` counts rows that nobody tried because the time was up.
    """

    made: list[CenterDocument] = field(default_factory=list)
    signatures: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    left: int = 0


def documents_like(center_id: int, sha256: str) -> QuerySet[CenterDocument]:
    """Documents of the centre, deleted ones left out, that have or had a file with this content.

    A scan is written anew when it is stored; its dropped original is known by its row.
    """
    if not sha256:
        return CenterDocument.objects.none()
    kept = CenterDocument.objects.filter(center=center_id, deleted_at__isnull=True)
    return kept.filter(
        Q(document__versions__sha256=sha256)
        | Q(intake_items__sha256=sha256, intake_items__state=IntakeState.CONFIRMED)
    ).distinct()


def confirm(
    batch: IntakeBatch, numbers: Iterable[int], user: User | None, *, seconds: float | None = None
) -> Outcome:
    """Publish the rows with these numbers as documents of the centre, each for itself.

    A row that cannot be published keeps the reason among its problems and stops no other; one that
    somebody else is publishing, or that is not read yet, is passed over. After `seconds` the rest is left.
    """
    outcome = Outcome()
    deadline = time.monotonic() + seconds if seconds is not None else None
    wanted = set(numbers)
    items = list(batch.items.filter(pk__in=wanted, state=IntakeState.READY).defer("reading"))
    items.sort(key=lambda item: (is_signature_item(item), item.pk))
    for place, item in enumerate(items):
        if deadline is not None and time.monotonic() > deadline:
            outcome.left = len(items) - place
            break
        try:
            with transaction.atomic():
                _confirm_one(batch, item, user, outcome)
        except ValidationError as error:
            _refuse(item, " ".join(error.messages), outcome)
        except Exception:
            logger.exception("The dropped file %s could not be confirmed", item.pk)
            _refuse(
                item,
                _(
                    "Не получилось опубликовать из-за ошибки сайта. Попробуйте ещё раз; если повторится, "
                    "сообщите администратору."
                ),
                outcome,
            )
    return outcome


def _confirm_one(batch: IntakeBatch, item: IntakeItem, user: User | None, outcome: Outcome) -> None:
    claimed = IntakeItem.objects.filter(pk=item.pk, state=IntakeState.READY).update(
        state=IntakeState.CONFIRMED, updated_at=timezone.now()
    )
    if not claimed:
        return
    item.refresh_from_db()
    if is_signature_item(item):
        _confirm_signature(item)
        outcome.signatures += 1
        return
    row = _make_document(batch, item, user)
    _settle(item, row)
    version = row.document.versions.latest() if row.document else None
    for signature in item.signature_items.filter(state=IntakeState.READY):
        changed = IntakeItem.objects.filter(pk=signature.pk, state=IntakeState.READY).update(
            state=IntakeState.CONFIRMED, updated_at=timezone.now()
        )
        if changed and version:
            _attach(signature, version)
            _settle(signature, row)
            outcome.signatures += 1
    outcome.made.append(row)


def _make_document(batch: IntakeBatch, item: IntakeItem, user: User | None) -> CenterDocument:
    if item.requisites.get("typed"):
        raise ValidationError(_("Сначала исправьте отмеченные поля."))
    row = CenterDocument(
        center_id=batch.center_id,
        kind=item.kind,
        number=item.number,
        date=item.date,
        title=item.title,
        issuer=item.issuer,
        issuer_name=_issuer_name(item),
        academic_year=item.academic_year,
        live=False,
    )
    # Before the file is copied; «Выберите файл» cannot be said of a row that has one.
    row.clean_fields(exclude=["document"])
    reading = Reading.from_dict(item.reading)
    with item.file.open("rb") as stream:
        checked = _checked(item, reading, stream)
        document = Document(
            title=row.full_title[:TITLE_LENGTH],
            file=checked,
            uploaded_by_user=user,
            collection=shelf_of(batch.center),
        )
        document.save()
    row.document = document
    row.full_clean()
    reading.sha256, reading.size = document.sha256, document.file_size or reading.size
    store_reading(document.versions.latest(), reading)
    row.save()
    log(instance=row, action="wagtail.create", user=user)
    row.save_revision(user=user).publish(user=user)
    row.refresh_from_db()
    return row


def _checked(item: IntakeItem, reading: Reading, stream: File[bytes]) -> CheckedFile:
    """The file ready to be stored: a scan written anew, anything else as the reading process judged it.

    Raises `ValidationError` when the file is not what was read.
    """
    name = item.original_name
    kind = BY_MIME_TYPE.get(reading.mime_type)
    if kind is None:
        raise ValidationError(_("Файлы этого вида не публикуются."))
    if extension_of(name) not in kind.extensions:
        name = f"{name}.{kind.extension}"
    if reading.mime_type in PICTURES:
        return check_document(stream, name=name)
    sha256, sha1, size = hashlib.sha256(), hashlib.sha1(usedforsecurity=False), 0
    while chunk := stream.read(CHUNK):
        sha256.update(chunk)
        sha1.update(chunk)
        size += len(chunk)
    if sha256.hexdigest() != item.sha256:
        raise ValidationError(_("Файл на диске сайта изменился после чтения. Загрузите его ещё раз."))
    stream.seek(0)
    facts = FileFacts(
        mime_type=reading.mime_type,
        extension=extension_of(name),
        size=size,
        sha256=item.sha256,
        page_count=reading.page_count,
        sha1=sha1.hexdigest(),
        name=name,
    )
    return CheckedFile(stream, facts)


def _issuer_name(item: IntakeItem) -> str:
    """The name of the body that issued the document, as it was read; the school's own is not repeated."""
    if item.issuer == Issuer.SCHOOL:
        return ""
    found = item.requisites
    if found.get("issuer_level", {}).get("value") != item.issuer:
        return ""
    return str(found.get("issuer", {}).get("value") or "")[:255]


def _confirm_signature(item: IntakeItem) -> None:
    """Put a signature beside the document it signs, which has been published before.

    Raises `ValidationError` while there is no such document.
    """
    signed = item.signs
    if signed is None:
        raise ValidationError(
            _(
                "К подписи не нашёлся файл. Загрузите документ с тем же именем: "
                "«приказ.pdf» и «приказ.pdf.sig»."
            )
        )
    if signed.state != IntakeState.CONFIRMED or signed.document is None or signed.document.document is None:
        raise ValidationError(_("Сначала подтвердите сам документ: подпись добавится вместе с ним."))
    version = signed.document.document.versions.filter(sha256=signed.sha256).first()
    if version is None and signed.document.document.versions.count() == 1:
        version = signed.document.document.versions.first()
    if version is None:
        raise ValidationError(_("Файл документа с тех пор заменили, подпись к новому файлу не подходит."))
    _attach(item, version)
    _settle(item, signed.document)


def _attach(item: IntakeItem, version: DocumentVersion) -> None:
    stamps = Reading.from_dict(item.reading).signatures
    with item.file.open("rb") as stream:
        attach_signature(version, File(stream), item.original_name, list(stamps))


def _settle(item: IntakeItem, row: CenterDocument) -> None:
    """Let the row refer to its document and drop what only the reading needed."""
    name, storage = item.file.name, item.file.storage
    IntakeItem.objects.filter(pk=item.pk).update(
        document=row, file="", reading={}, problems=[], updated_at=timezone.now()
    )
    if name:
        transaction.on_commit(lambda: cast(PrivateStorage, storage).purge(name))


def _refuse(item: IntakeItem, reason: str, outcome: Outcome) -> None:
    """Keep the reason in the row, which stays where it was."""
    outcome.refused[item.pk] = reason
    problems = [found for found in item.problems if found.get("code") != NOT_MADE]
    problems.insert(0, own_problem(NOT_MADE, reason))
    IntakeItem.objects.filter(pk=item.pk, state=IntakeState.READY).update(
        problems=problems, updated_at=timezone.now()
    )
