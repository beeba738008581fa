"""Verbs of the library."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.models import UploadedFile

from library.checking import check_sent
from library.models import Document, DocumentSignature, DocumentVersion, FileReading, Image, PageText
from library.models.deletion import refuse_if_protected
from library.readings import carry_over, carry_signatures
from library.storage import PrivateShelf, Shelf

SECONDS_A_DAY = 24 * 60 * 60
#: How long a dropped file waits for the form beside it.
WAITING_DAYS = 7


@dataclass(frozen=True)
class Sweep:
    """What `sweep_orphans()` has deleted: how many files, how many bytes."""

    files: int
    size: int


def replace_file(document: Document, file: File[bytes], user: AbstractBaseUser | None) -> DocumentVersion:
    """Put `file` in place of the present one; the address stays, the earlier file stays as a version.

    :raises ValidationError: when the file is refused (`library.checking`); the document then stays as it was.
    """
    checked = check_sent(file)
    with transaction.atomic():
        document.file = checked
        document.changed_by = user
        document.save()
    return document.versions.latest()


def restore_version(
    document: Document, version: DocumentVersion, user: AbstractBaseUser | None
) -> DocumentVersion:
    """Make the file of `version` the present one again, by adding a version that says so.

    Restoring the present version changes nothing and returns it.

    :raises ValueError: when `version` belongs to another document.
    :raises ValidationError: when its file is no longer on the disk.
    """
    if version.document_id != document.pk:
        raise ValueError("The version belongs to another document.")
    if version.file.name == document.file.name:
        return document.versions.latest()
    if not version.file.storage.exists(version.file.name):
        raise ValidationError(_("Файла этой версии больше нет на диске, вернуть её нельзя."), code="missing")
    return _put(document, version, user)


def copy_document(source: Document, *, title: str, user: Any) -> Document:
    """Make a second document of the present file of `source`, with what was read and signed.

    The file itself is stored once; each of the two documents has its own address and its own history.
    """
    document = Document(
        title=title[: Document._meta.get_field("title").max_length],
        uploaded_by_user=user,
        collection=source.collection,
    )
    _put(document, source.versions.latest(), user)
    return document


def adopt_file(document: Document, source: Document, user: AbstractBaseUser | None = None) -> DocumentVersion:
    """Make the present file of `source` the present one of `document`, whose address stays.

    When both have the same file, only signatures that lie beside it are taken over. `user` is who
    put the file in, by default the one who put it into `source`. Nothing is read again.
    """
    wanted = source.versions.latest()
    present = document.versions.latest()
    if present.sha256 == wanted.sha256:
        with transaction.atomic():
            carry_signatures(wanted, present)
        return present
    return _put(document, wanted, user or wanted.by)


def _put(document: Document, version: DocumentVersion, user: AbstractBaseUser | None) -> DocumentVersion:
    """Append the version that repeats `version`, with what was read in it and the signatures beside it."""
    with transaction.atomic():
        document.take_version(version)
        document.changed_by = user
        document.save()
        made = document.versions.latest()
        carry_over(version, made)
    return made


@transaction.atomic
def purge_document(document: Document) -> None:
    """Delete a document for good: its row, its whole history, and files that no other row refers to.

    :raises ProtectedError: when another row stands on the document; then nothing is deleted.
    """
    refuse_if_protected(document, "default", own=(DocumentVersion, PageText))
    versions = DocumentVersion._base_manager.filter(document=document.pk)
    signatures = DocumentSignature._base_manager.filter(version__in=versions)
    names = {document.file.name, *versions.values_list("file", flat=True)}
    names |= set(signatures.values_list("file", flat=True))
    names |= set(FileReading.objects.filter(version__in=versions).values_list("preview", flat=True))
    signatures.delete()
    PageText._base_manager.filter(document=document.pk).delete()
    FileReading._base_manager.filter(version__in=versions).delete()
    # Versions refer to each other, so they go in one statement.
    versions._raw_delete(versions.db)  # type: ignore[attr-defined]
    Document._base_manager.filter(pk=document.pk).delete()
    transaction.on_commit(lambda: _purge_files(names))


@transaction.atomic
def purge_image(image: Image) -> None:
    """Delete a picture for good: its row, what was cut from it, and its file."""
    names = {image.file.name}
    image.take_down()
    Image._base_manager.filter(pk=image.pk).delete()
    transaction.on_commit(lambda: _purge_files(names))


def _purge_files(names: set[str | None]) -> None:
    """Delete private files that no row refers to any more."""
    storage = storages["default"]
    for name in sorted(filter(None, names)):
        if _is_referred(storage, name):
            continue
        if isinstance(storage, PrivateShelf):
            storage.purge(name)
        else:
            storage.delete(name)


def _is_referred(storage: Storage, name: str) -> bool:
    return any(
        model._base_manager.filter(**{field.attname: name}).exists()
        for model, field in _file_fields()
        if _location(field.storage) == _location(storage)
    )


def sweep_orphans(older_than_days: int = 90) -> Sweep:
    """Delete the files of both shelves that no row has referred to for that many days.

    The age of a private file is counted from the moment it was dropped
    (`PrivateStorage.delete()` notes it), or from its upload when the row was
    never saved. Files of versions and of deleted rows are referred to, and stay.
    Dropped files whose form nobody has filled in for `WAITING_DAYS` go with their rows.
    """
    files, size = _forget_waiting_uploads()
    cutoff = time.time() - older_than_days * SECONDS_A_DAY
    for alias in ("default", "renditions"):
        storage = storages[alias]
        if not isinstance(storage, Shelf):
            continue
        kept = _referred_names(storage)
        for fact in storage.facts():
            if fact.name in kept or fact.time > cutoff:
                continue
            storage.purge(fact.name)
            files, size = files + 1, size + fact.size
    return Sweep(files, size)


def _forget_waiting_uploads() -> tuple[int, int]:
    """Delete what was dropped and never described; return how many files, how many bytes.

    A photo of children may be among them, and nobody has said that they agreed to it.
    """
    storage = storages["default"]
    if not isinstance(storage, Shelf):
        return 0, 0
    cutoff = time.time() - WAITING_DAYS * SECONDS_A_DAY
    sizes: dict[str | None, int] = {}
    for upload in UploadedFile.objects.order_by("pk"):
        fact = storage.fact(upload.file.name)
        if fact and fact.time > cutoff:
            continue
        upload.delete()
        if fact:
            sizes[fact.name] = fact.size
    _purge_files({*sizes})
    return len(sizes), sum(sizes.values())


def _referred_names(storage: Storage) -> set[str]:
    """Return the names of all files on `storage` that a row of any app refers to."""
    names: set[str] = set()
    for model, field in _file_fields():
        if _location(field.storage) == _location(storage):
            values = model._base_manager.order_by().values_list(field.attname, flat=True)
            names.update(value for value in values.iterator(chunk_size=2000) if value)
    return names


def _file_fields() -> Iterator[tuple[type[models.Model], models.FileField]]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or model._meta.swapped:
            continue
        for field in model._meta.local_fields:
            if isinstance(field, models.FileField):
                yield model, field


def _location(storage: Any) -> str | None:
    return getattr(storage, "location", None)
