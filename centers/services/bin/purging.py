"""Letting go of what has lain in the bin long enough, with its files."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex

from centers.models import BinEntry, BinKind, CenterDocument
from centers.models.querysets import BIN_PATH
from centers.recording import bin_told
from centers.services.bin.pages import specific_of
from ledger.models import Deed
from library.models import Document, Image
from library.services import purge_document, purge_image

logger = logging.getLogger(__name__)

BATCH = 100
#: What stays in the register for good: other registers and released figures refer to it.
NEVER_PURGED = (BinKind.CENTER, BinKind.SCHOOL)


def purge_overdue(limit: int = 5000) -> tuple[int, int]:
    """Purge what has lain longer than `BIN_DAYS`; returns how many went and how many could not.

    Each in a transaction of its own, so that one that cannot go stops no other. Deleted centres and
    schools stay hidden in the register.
    """
    gone = stuck = 0
    seen: set[int] = set()
    while gone + stuck < limit:
        waiting = BinEntry.objects.overdue().exclude(kind__in=NEVER_PURGED).exclude(pk__in=seen)[:BATCH]
        batch = list(waiting)
        if not batch:
            break
        for entry in batch:
            seen.add(entry.pk)
            try:
                purge_entry(entry)
            except (ProtectedError, ValidationError, IntegrityError):
                logger.exception("Cannot purge %s %s from the bin", entry.kind, entry.object_id)
                stuck += 1
            else:
                gone += 1
    return gone, stuck


@transaction.atomic
def purge_entry(entry: BinEntry, *, user: Any = None) -> None:
    """Delete for good what the entry keeps, and files that nothing else refers to.

    Raises `ProtectedError` when other rows stand on it.
    """
    if entry.kind in NEVER_PURGED:
        raise ValueError("Centres and schools are never purged.")
    model = entry.content_type.model_class()
    if model is not None and entry.kind == BinKind.PAGE:
        _purge_page(entry, user)
    elif model is CenterDocument:
        _purge_center_document(entry, user)
    elif model in (Document, Image):
        row = model.everything.deleted().filter(pk=entry.object_id).first()
        if row is not None:
            log(instance=row, action="centers.purge", user=user, deleted=True)
            (purge_document if model is Document else purge_image)(row)
    bin_told(entry, Deed.PURGED, user=user)
    BinEntry.objects.filter(pk=entry.pk).delete()
    logger.info("Purged from the bin: %s %s", entry.kind, entry.object_id)


def _purge_page(entry: BinEntry, user: Any) -> None:
    page = Page.objects.filter(pk=entry.object_id, path__startswith=BIN_PATH).first()
    if page is None:
        return
    log(instance=specific_of(page), action="centers.purge", user=user, deleted=True)
    Page.objects.filter(pk=page.pk).delete()


def _purge_center_document(entry: BinEntry, user: Any) -> None:
    row = CenterDocument.objects.filter(pk=entry.object_id, deleted_at__isnull=False).first()
    if row is None:
        return
    names = ("document", "replacement", "accessible_alternative")
    files = {getattr(row, name) for name in names} - {None}
    log(instance=row, action="centers.purge", user=user, deleted=True)
    row.delete()
    for file in files:
        if not _is_used(file):
            purge_document(file)


def _is_used(document: Document) -> bool:
    """Whether a row or a page shows the file; what lies in the bin counts."""
    return (
        ReferenceIndex.get_references_to(document).exists()
        or CenterDocument.objects.filter(document=document).exists()
        or CenterDocument.objects.filter(replacement=document).exists()
        or CenterDocument.objects.filter(accessible_alternative=document).exists()
    )
