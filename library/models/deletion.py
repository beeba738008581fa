"""Rows that can be brought back: deleting one notes the moment and hides it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import models, router, transaction
from django.db.models.deletion import Collector, ProtectedError
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from toolkit.pagecache.watching import announcing_row

#: A row has been hidden, or brought back: rooms above keep account of it. `instance` is the row.
row_deleted = Signal()
row_restored = Signal()

Row = TypeVar("Row", bound="Deletable")


class DeletableQuerySet(models.QuerySet[Row]):
    """Questions about rows that may have been deleted, and a `delete()` that keeps them."""

    def alive(self) -> DeletableQuerySet[Row]:
        """Rows that nobody has deleted."""
        return self.filter(deleted_at__isnull=True)

    def deleted(self) -> DeletableQuerySet[Row]:
        """Rows that can be restored."""
        return self.filter(deleted_at__isnull=False)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete each row as its own `delete()` does: hide it and keep it.

        :raises ProtectedError: when another row stands on one of these; then none is deleted.
        """
        with transaction.atomic(using=self.db):
            count = sum(row.delete()[0] for row in self)
        return count, {self.model._meta.label: count} if count else {}

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class Deletable(models.Model):
    """A row with `deleted_at`: empty while it is in use."""

    deleted_at = models.DateTimeField(_("удалено"), null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    def delete(self, using: str | None = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Hide the row and keep it, with everything that belongs to it.

        :raises ProtectedError: when a row of another kind stands on this one
            (a foreign key with `PROTECT`), just as a real deletion would.
        """
        using = using or router.db_for_write(type(self), instance=self)
        refuse_if_protected(self, using, own=self.own_models())
        self.deleted_at = timezone.now()
        with transaction.atomic(using=using):
            with announcing_row(self, is_gone=True):
                type(self)._base_manager.using(using).filter(pk=self.pk).update(deleted_at=self.deleted_at)
            self.after_delete()
            index.remove_object(self)
            row_deleted.send(sender=type(self), instance=self)
        return 1, {self._meta.label: 1}

    delete.alters_data = True  # type: ignore[attr-defined]

    @transaction.atomic
    def restore(self) -> None:
        """Bring the row back."""
        self.deleted_at = None
        with announcing_row(self):
            type(self)._base_manager.filter(pk=self.pk).update(deleted_at=None)
        index.insert_or_update_object(self)
        row_restored.send(sender=type(self), instance=self)

    restore.alters_data = True  # type: ignore[attr-defined]

    def own_models(self) -> tuple[type[models.Model], ...]:
        """Kinds of rows that are part of this one and do not stand in the way of its deletion."""
        return ()

    def after_delete(self) -> None:
        """Do what must happen together with the deletion; nothing by default."""


def refuse_if_protected(row: models.Model, using: str, *, own: tuple[type[models.Model], ...]) -> None:
    """Raise `ProtectedError` when rows other than those of `own` protect `row`."""
    try:
        Collector(using=using, origin=row).collect([row])
    except ProtectedError as error:
        foreign: set[Any] = {other for other in error.protected_objects if not isinstance(other, own)}
        if foreign:
            raise ProtectedError(error.args[0], foreign) from error
