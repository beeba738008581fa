"""Take an official document of a centre off the site, and bring it back."""

from django.db import transaction
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction

from accounts.models import User
from centers.models import CenterDocument


@transaction.atomic
def delete_document(document: CenterDocument, *, user: User | None = None) -> None:
    """Unpublish a document and take it out of the lists; row, file and history stay."""
    if document.live:
        UnpublishAction(document, user=user).execute(skip_permission_checks=True)
    document.deleted_at = timezone.now()
    document.save(update_fields=["deleted_at", "updated_at"])


@transaction.atomic
def restore_document(document: CenterDocument) -> None:
    """Bring a deleted document back as a draft: whoever restores it decides what the public sees."""
    document.deleted_at = None
    document.save(update_fields=["deleted_at", "updated_at"])
