"""The history of a document's file: rows are added and never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from toolkit.text import file_size

if TYPE_CHECKING:
    from library.models.document import Document


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of an append-only table."""

    def __init__(self) -> None:
        super().__init__("Versions of documents are added and never changed or deleted.")


class DocumentVersionQuerySet(models.QuerySet["DocumentVersion"]):
    """Questions about versions; whatever would change one raises `AppendOnlyError`."""

    def create_for(self, document: Document, *, by: AbstractBaseUser | None) -> DocumentVersion:
        """Add the version that describes the present file of `document`."""
        return self.create(
            document=document,
            file=document.file.name,
            original_name=document.original_name,
            sha256=document.sha256,
            size=document.file_size or 0,
            mime_type=document.mime_type,
            page_count=document.page_count,
            by=by,
            by_name=str(by) if by else "",
            restored_from=document.restored_from,
        )

    def update(self, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    update.alters_data = True  # type: ignore[attr-defined]
    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]
    bulk_update.alters_data = True  # type: ignore[attr-defined]


class DocumentVersion(models.Model):
    """What the file of a document was from `at` on, and who put it there."""

    document = models.ForeignKey(
        "library.Document",
        verbose_name=_("документ"),
        related_name="versions",
        on_delete=models.PROTECT,
    )
    # The same file that the document had then: stored once, never moved.
    file = models.FileField(_("файл"), max_length=200)
    original_name = models.CharField(_("имя файла при загрузке"), max_length=255, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField(_("размер, байт"))
    mime_type = models.CharField(_("тип содержимого"), max_length=100)
    page_count = models.PositiveIntegerField(_("страниц"), null=True, blank=True)
    at = models.DateTimeField(_("когда"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.SET_NULL,
    )
    # The name stays when the account goes.
    by_name = models.CharField(_("имя того, кто положил файл"), max_length=255, blank=True)
    restored_from = models.ForeignKey(
        "self",
        verbose_name=_("возвращена из версии"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.PROTECT,
    )

    objects = DocumentVersionQuerySet.as_manager()

    # Wagtail counts references to show where a document is used; its own history is not a use.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("версия документа")
        verbose_name_plural = _("версии документов")
        ordering = ("-pk",)
        get_latest_by = "pk"
        indexes = [models.Index(fields=["file"], name="library_version_file")]

    def __str__(self) -> str:
        return (
            f"{self.original_name or self.file.name}, {self.at:%d.%m.%Y %H:%M}" if self.at else self.file.name
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        :raises AppendOnlyError: when the row is already there.
        """
        if not self._state.adding:
            raise AppendOnlyError
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    delete.alters_data = True  # type: ignore[attr-defined]

    @property
    def size_label(self) -> str:
        """«1,06 МБ»."""
        return file_size(self.size)
