"""Deeds of the library that can be undone: deleting a file or a picture, taking a signature away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from library.models import Document, DocumentSignature, DocumentVersion, Image
from library.undo import changed_since, register

KINDS: dict[str, type[Document] | type[Image]] = {"document": Document, "image": Image}
COLUMNS = (
    "file",
    "original_name",
    "owner",
    "post",
    "organisation",
    "certificate_number",
    "algorithm",
    "kind",
)
MOMENTS = ("valid_from", "valid_until", "signed_at")


def require(user: Any, action: str, row: Document | Image) -> None:
    """Raises `PermissionDenied` unless the person may do this with the row."""
    policy = policy_registry.get_by_type(type(row))
    if not policy.user_has_permission_for_instance(user, action, row):
        raise PermissionDenied


def deletion_of(rows: list[Any]) -> list[dict[str, Any]]:
    """What is needed to bring deleted files or pictures back."""
    names = {model: name for name, model in KINDS.items()}
    found = []
    for row in rows:
        row.refresh_from_db(fields=["deleted_at"], from_queryset=type(row).everything.all())
        found.append({"kind": names[type(row)], "pk": row.pk, "at": row.deleted_at.isoformat()})
    return found


def restore(user: Any, row: Document | Image) -> None:
    """Bring a deleted file or picture back and note who did it."""
    require(user, "delete", row)
    row.restore()
    log(instance=row, action="library.restore", user=user)


@register("library.deletion")
def bring_back(user: AbstractBaseUser, data: list[dict[str, Any]]) -> str:
    """Raises `ValidationError` when one is not deleted any more."""
    names = []
    for said in data:
        row = KINDS[said["kind"]].everything.filter(pk=said["pk"]).first()
        if row is None or row.deleted_at is None or row.deleted_at.isoformat() != said["at"]:
            raise changed_since()
        restore(user, row)
        names.append(f"«{row.title}»")
    return _("Удаление отменено: {names}.").format(names=", ".join(names))


def take_signature_away(signature: DocumentSignature) -> list[dict[str, Any]]:
    """Remove a signature file with all its signers; returns what `put_signature_back` needs."""
    rows = list(signature.version.signatures.filter(file=signature.file.name).order_by("pk"))
    data = [
        {
            "version": row.version_id,
            **{name: str(getattr(row, name)) for name in COLUMNS},
            **{name: getattr(row, name).isoformat() if getattr(row, name) else None for name in MOMENTS},
        }
        for row in rows
    ]
    signature.version.signatures.filter(pk__in=[row.pk for row in rows]).delete()
    return data


@register("library.signature")
def put_signature_back(user: AbstractBaseUser, data: list[dict[str, Any]]) -> str:
    """Raises `ValidationError` when it is there again already."""
    for said in data:
        version = DocumentVersion.objects.select_related("document").get(pk=said["version"])
        require(user, "change", version.document)
        columns = {name: said[name] for name in COLUMNS + MOMENTS}
        if version.signatures.filter(**columns).exists():
            raise changed_since()
        DocumentSignature.objects.create(version=version, **columns)
    return _("Подпись возвращена.")
