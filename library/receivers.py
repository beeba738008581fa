"""What follows from a new file, whoever put it in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from library.models import DocumentVersion, FileReading
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
