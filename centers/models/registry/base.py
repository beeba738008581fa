"""What all rows of the register share."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Timestamped(models.Model):
    """Row that knows when it was entered and last changed (both UTC)."""

    created_at = models.DateTimeField(_("внесено"), auto_now_add=True)
    updated_at = models.DateTimeField(_("изменено"), auto_now=True)

    class Meta:
        abstract = True


class FollowedByPages(models.Model):
    """Row whose pages take name, address and place from it: together with the row or not at all.

    `centers.receivers` lets them follow.
    """

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)

    save.alters_data = True  # type: ignore[attr-defined]


class ExternallyKeyed(models.Model):
    """Row that may come from another register and keeps that register's key.

    The pair (`external_source`, `external_id`) is unique when the key is known,
    so that a repeated import finds the row again.
    """

    external_source = models.CharField(_("внешний реестр"), max_length=60, blank=True)
    external_id = models.CharField(_("номер во внешнем реестре"), max_length=100, blank=True)

    class Meta:
        abstract = True


class SoftDeleted(models.Model):
    """Row that is never removed at once: deletion sets `deleted_at` (UTC)."""

    deleted_at = models.DateTimeField(_("удалено"), null=True, blank=True, editable=False, db_index=True)

    class Meta:
        abstract = True


def external_key_constraint(name: str) -> models.UniqueConstraint:
    """Unique key of the source register; empty keys do not collide."""
    return models.UniqueConstraint(
        fields=["external_source", "external_id"],
        condition=~models.Q(external_id=""),
        name=name,
        violation_error_message=_(
            "Строка с таким номером из этого внешнего реестра уже есть. "
            "Проверьте номер или откройте существующую строку."
        ),
    )


def date_constraint(field: str, name: str) -> models.CheckConstraint:
    """Date between 1990 and 2100, so that a slip in the year (0224, 2999) is noticed."""
    within = models.Q((f"{field}__gte", "1990-01-01"), (f"{field}__lte", "2100-12-31"))
    return models.CheckConstraint(
        condition=models.Q((f"{field}__isnull", True)) | within,
        name=name,
        violation_error_message=_("Дата — от 1990 до 2100 года. Проверьте год."),
    )
