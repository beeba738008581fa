"""What follows from a new file, whoever put it in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver
from wagtail.models import UploadedFile

from library.intake import check_image
from library.models import DocumentVersion, FileReading, Image
from library.tasks import read_document_version


@receiver(post_save, sender=DocumentVersion)
def version_added(instance: DocumentVersion, created: bool, raw: bool = False, **_kwargs: Any) -> None:
    """Enqueue the reading of a new version, unless it was read before it was stored."""
    if not created or raw:
        return

    def enqueue() -> None:
        _row, made = FileReading.objects.get_or_create(version=instance)
        if made:
            read_document_version.enqueue(instance.pk)

    transaction.on_commit(enqueue)


@receiver(pre_save, sender=UploadedFile)
def clean_waiting_upload(instance: UploadedFile, raw: bool = False, **_kwargs: Any) -> None:
    """Write a dropped picture anew before it is stored, though nobody has said yet who is on it.

    Wagtail keeps the file as it came until the form beside it is filled in, the camera's notes included.
    """
    file = instance.file
    model = instance.for_content_type.model_class() if instance.for_content_type else None
    if raw or model is not Image or not file or file._committed:
        return
    checked = getattr(file.file, "checked", None) or check_image(file.file, name=file.name)
    checked.seek(0)
    instance.file.save(checked.name, checked, save=False)
