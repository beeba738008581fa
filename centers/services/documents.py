"""Take an official document of a centre off the site, and bring it back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log
from wagtail.signals import published

from accounts.models import User
from centers.models import CenterDocument
from centers.services.bin.entries import forget, keep_row

#: What hiding and deleting change, and undoing gives back.
FLAGS = ("live", "has_unpublished_changes", "expired", "live_revision_id")
MOMENTS = ("first_published_at", "last_published_at", "go_live_at", "expire_at", "deleted_at")

State = dict[str, Any]


@transaction.atomic
def delete_document(document: CenterDocument, *, user: User | None = None) -> State:
    """Unpublish a document and take it out of the lists; row, file and history stay.

    Returns what `put_back()` needs to undo it.
    """
    before = state_of(document)
    if document.live:
        UnpublishAction(document, user=user).execute(skip_permission_checks=True)
    else:
        document.revisions.update(approved_go_live_at=None)
    document.deleted_at = timezone.now()
    document.save(update_fields=["deleted_at", "updated_at"])
    state = before | {"left": mark_of(document.pk)}
    keep_row(document, user=user, data=state)
    return state


@transaction.atomic
def hide_document(document: CenterDocument, *, user: User | None = None) -> State:
    """Take a document off the site; it stays in the list as a draft. Returns what `put_back()` needs."""
    before = state_of(document)
    UnpublishAction(document, user=user).execute(skip_permission_checks=True)
    return before | {"left": mark_of(document.pk)}


@transaction.atomic
def restore_document(document: CenterDocument) -> None:
    """Bring a deleted document back as a draft: whoever restores it decides what the public sees."""
    document.deleted_at = None
    document.save(update_fields=["deleted_at", "updated_at"])
    forget(document)


def state_of(document: CenterDocument) -> State:
    """Whether and since when the document is published, deleted, planned: plain data for JSON."""
    row = CenterDocument.objects.get(pk=document.pk)
    planned = row.revisions.filter(approved_go_live_at__isnull=False)
    return {
        "pk": row.pk,
        **{name: getattr(row, name) for name in FLAGS},
        **{name: getattr(row, name).isoformat() if getattr(row, name) else None for name in MOMENTS},
        "planned": [[pk, when.isoformat()] for pk, when in planned.values_list("pk", "approved_go_live_at")],
    }


def mark_of(pk: int) -> list[Any]:
    """Changes when anybody publishes, hides, deletes, restores or edits the document."""
    row = CenterDocument.objects.get(pk=pk)
    return [row.live, row.deleted_at.isoformat() if row.deleted_at else None, row.latest_revision_id]


@transaction.atomic
def put_back(state: State, *, user: User | None = None) -> CenterDocument | None:
    """Undo hiding or deleting: the document is published, planned or a draft exactly as it was.

    Returns None, and changes nothing, when somebody has changed the document since.
    """
    row = CenterDocument.objects.select_for_update().filter(pk=state["pk"]).first()
    if row is None or mark_of(row.pk) != state["left"]:
        return None
    for name in FLAGS:
        setattr(row, name, state[name])
    for name in MOMENTS:
        setattr(row, name, parse_datetime(state[name]) if state[name] else None)
    row.save()
    for pk, when in state["planned"]:
        row.revisions.filter(pk=pk).update(approved_go_live_at=parse_datetime(when))
    if row.deleted_at is None:
        forget(row)
    if row.live:
        published.send(sender=CenterDocument, instance=row, revision=row.live_revision)
    log(instance=row, action="centers.undo", user=user)
    return row
