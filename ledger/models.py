"""The log of publications: rows that are only ever added, each chained to the one before it.

Nothing here refers to other tables: the log outlives the people, pages and centres it tells of, so it
holds their numbers and names as they were at the time (`docs/adr/0037`).
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Deed(models.TextChoices):
    """What was done."""

    PUBLISHED = "published", _("опубликовано")
    CHANGED = "changed", _("опубликованы изменения")
    WITHDRAWN = "withdrawn", _("снято с публикации")
    SCHEDULED = "scheduled", _("назначена публикация")
    UNSCHEDULED = "unscheduled", _("отменена назначенная публикация")
    REPLACED = "replaced", _("заменён файл")
    MOVED = "moved", _("сменён адрес")
    DELETED = "deleted", _("удалено в корзину")
    RESTORED = "restored", _("возвращено из корзины")
    PURGED = "purged", _("удалено навсегда")
    MANY = "many", _("загружено или убрано разом")


class Kind(models.TextChoices):
    """What it was done to."""

    PAGE = "page", _("страница")
    DOCUMENT = "document", _("документ центра")
    FILE = "file", _("файл")
    IMAGE = "image", _("фотография")
    CENTER = "center", _("центр")
    NETWORK = "network", _("сеть")


class Via(models.TextChoices):
    """By which way, when not by a person at a screen."""

    SCREEN = "", _("на сайте")
    TIMER = "timer", _("часы сайта")
    IMPORT = "import", _("загрузка таблицы")
    COMMAND = "command", _("команда сервера")


class Entry(models.Model):
    """One deed. `at` is UTC; names and numbers are those of that moment and never change.

    `file_hash` says how it was counted: `sha256:…` for documents, `sha1:…` for photos. `digest` is the
    SHA-256 of all other columns; `Link` binds it to the entries before.
    """

    #: In this order they go into `digest`. Never change it: old entries would no longer agree.
    DIGESTED = (
        "at",
        "deed",
        "kind",
        "object_id",
        "title",
        "address",
        "former_address",
        "center_id",
        "municipality_id",
        "region_id",
        "center_title",
        "user_id",
        "user_name",
        "via",
        "revision_id",
        "file_hash",
        "note",
    )

    at = models.DateTimeField(_("когда"), default=timezone.now, editable=False)
    deed = models.CharField(_("что сделано"), max_length=12, choices=Deed)
    kind = models.CharField(_("с чем"), max_length=12, choices=Kind)
    object_id = models.BigIntegerField(_("номер"), null=True)
    title = models.CharField(_("название"), max_length=400, blank=True)
    address = models.CharField(_("адрес"), max_length=1000, blank=True)
    former_address = models.CharField(_("прежний адрес"), max_length=1000, blank=True)
    center_id = models.BigIntegerField(_("номер центра"), null=True)
    municipality_id = models.BigIntegerField(_("номер муниципалитета"), null=True)
    region_id = models.BigIntegerField(_("номер региона"), null=True)
    center_title = models.CharField(_("центр"), max_length=400, blank=True)
    user_id = models.BigIntegerField(_("номер сотрудника"), null=True)
    user_name = models.CharField(_("кто"), max_length=255, blank=True)
    via = models.CharField(_("каким путём"), max_length=12, choices=Via, blank=True)
    revision_id = models.BigIntegerField(_("номер версии"), null=True)
    file_hash = models.CharField(_("отпечаток файла"), max_length=80, blank=True)
    note = models.CharField(_("подробности"), max_length=500, blank=True)
    digest = models.CharField(_("отпечаток записи"), max_length=64, editable=False)

    class Meta:
        verbose_name = _("запись журнала публикаций")
        verbose_name_plural = _("журнал публикаций")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="ledger_at"),
            models.Index(fields=["center_id", "-at", "-id"], name="ledger_center"),
            models.Index(fields=["municipality_id", "-at", "-id"], name="ledger_municipality"),
            models.Index(fields=["region_id", "-at", "-id"], name="ledger_region"),
            models.Index(fields=["user_id", "-at", "-id"], name="ledger_user"),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()}: {self.title}"

    def counted_digest(self) -> str:
        """SHA-256 of what the row says, alike whichever database it came from."""
        values = [getattr(self, name) for name in self.DIGESTED]
        values[0] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


class Link(models.Model):
    """The place of an entry in the chain: `hash` covers its digest and the hash of the link before.

    On PostgreSQL the database itself writes it when the transaction commits (`ledger.guards`), on SQLite
    `ledger.writing` does.
    """

    FIRST = "0" * 64

    number = models.BigIntegerField(_("номер по порядку"), primary_key=True)
    entry = models.OneToOneField(
        Entry,
        verbose_name=_("запись"),
        on_delete=models.DO_NOTHING,
        related_name="link",
        db_constraint=False,
    )
    previous = models.CharField(_("отпечаток предыдущей"), max_length=64)
    hash = models.CharField(_("отпечаток"), max_length=64)

    class Meta:
        verbose_name = _("звено журнала публикаций")
        verbose_name_plural = _("звенья журнала публикаций")

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def hash_of_link(previous: str, number: int, entry_id: int, digest: str) -> str:
    """The same as `ledger_seal()` of PostgreSQL counts."""
    return hashlib.sha256(f"{previous}:{number}:{entry_id}:{digest}".encode()).hexdigest()
