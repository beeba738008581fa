"""Take dropped files in: stored as they come, looked at later."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from typing import Any, Protocol, cast

from django.core.files import File
from django.db import IntegrityError, transaction

from accounts.models import User
from centers.models import Center, IntakeBatch, IntakeItem, IntakeState
from centers.services.intake.rows import pair_batch, problem_entry
from library.inspection import max_upload_bytes
from library.reading.extract import name_problems
from library.reading.filenames import repair_encoding, safe_name
from library.storage import PrivateStorage

CHUNK = 256 * 1024
IN_MEMORY = 1024 * 1024
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST_NAME = 255  # letters; the column `IntakeItem.original_name`


class Interrupted(Exception):  # noqa: N818 - it is an event of the line, nobody's error
    """The sender went away before the whole file had come; nothing was kept."""


class Readable(Protocol):
    """What gives bytes: a request, an uploaded file."""

    def read(self, size: int, /) -> bytes: ...


def start_batch(center: Center, user: User | None) -> IntakeBatch:
    """Open a batch for files of a centre."""
    return IntakeBatch.objects.create(center=center, user=user)


def accept_stream(
    batch: IntakeBatch, stream: Readable, *, name: str, client_key: str = "", size: int | None = None
) -> IntakeItem:
    """Store one dropped file in a row of its own and ask the worker to read it.

    The same `client_key` gives the same row, however often the file is sent. Without a key the name
    and the content stand for it. A file that is empty or over the limit keeps a row with the reason.
    `size` is how many bytes the sender promised.

    Raises `Interrupted` when fewer came, `ValueError` when the key is not one.
    """
    if client_key and not _KEY.fullmatch(client_key):
        raise ValueError("A client key is at most 40 letters, digits, dashes.")
    if client_key and (known := batch.items.filter(client_key=client_key).first()):
        return known
    limit = max_upload_bytes()
    if size is not None and size > limit:
        return _refuse(batch, client_key, name, size, "too_large", limit=limit)
    digest, received = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as held:
        for chunk in _chunks(stream):
            received += len(chunk)
            if received > limit:
                return _refuse(batch, client_key, name, size or received, "too_large", limit=limit)
            digest.update(chunk)
            held.write(chunk)
        if size is not None and received != size:
            raise Interrupted
        if not received:
            return _refuse(batch, client_key, name, 0, "empty")
        sha256 = digest.hexdigest()
        held.seek(0)
        row = IntakeItem(
            batch=batch,
            client_key=client_key or _key_of(name, sha256),
            original_name=shown_name(name),
            size=received,
            sha256=sha256,
            problems=_notes_on(name),
        )
        return _store(row, File(held, name=safe_name(name)))


def refuse_unsent(batch: IntakeBatch, *, name: str, size: int, client_key: str) -> IntakeItem | None:
    """A row for a file that its sender found too large to send; None when it is not too large."""
    if not _KEY.fullmatch(client_key):
        raise ValueError("A client key is at most 40 letters, digits, dashes.")
    limit = max_upload_bytes()
    if size <= limit:
        return None
    return _refuse(batch, client_key, name, size, "too_large", limit=limit)


def shown_name(name: str) -> str:
    """The name as the person knows it: mended when its encoding was lost, without what cannot be shown."""
    seen = "".join(char for char in repair_encoding(name) if char.isprintable()).strip()
    return seen[:LONGEST_NAME] if len(seen) <= LONGEST_NAME else safe_name(seen)


def _notes_on(name: str) -> list[dict[str, Any]]:
    """What had to be changed in the name, said before the change makes it unseen."""
    return [
        {"code": found.code, "message_ru": found.message_ru, "severity": found.severity}
        for found in name_problems(repair_encoding(name))
    ]


def _chunks(stream: Readable) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _key_of(name: str, sha256: str) -> str:
    return hashlib.sha256(f"{name}\0{sha256}".encode("utf-8", "replace")).hexdigest()[:40]


def _refuse(
    batch: IntakeBatch, client_key: str, name: str, size: int, code: str, **params: Any
) -> IntakeItem:
    row = IntakeItem(
        batch=batch,
        client_key=client_key or _key_of(name, f"{code}{size}"),
        original_name=shown_name(name) or safe_name(name),
        size=size,
        state=IntakeState.REFUSED,
        problems=[problem_entry(code, **params)],
    )
    return _save_once(row)


def _store(row: IntakeItem, content: File[bytes]) -> IntakeItem:
    row.original_name = row.original_name or safe_name("")
    row.file.save(content.name or "file", content, save=False)
    name, storage = row.file.name, row.file.storage
    saved = _save_once(row)
    if saved is not row:
        cast(PrivateStorage, storage).purge(name or "")
        return saved
    pair_batch(row.batch)
    from centers.tasks import read_intake_item

    transaction.on_commit(lambda: read_intake_item.enqueue(row.pk))
    return row


def _save_once(row: IntakeItem) -> IntakeItem:
    """Save a new row, or give the one that another request has saved under the key meanwhile."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return IntakeItem.objects.get(batch=row.batch, client_key=row.client_key)
    return row
