"""The bin: what has been deleted, from where, by whom, and what is needed to bring it back."""

import datetime as dt
import math

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from centers.models.registry.centers import Center
from centers.models.registry.places import Municipality, Region
from toolkit.text import fold

__all__ = ["BinEntry", "BinKind", "type_of"]

TITLE_LENGTH = 300


def type_of(row: models.Model) -> ContentType:
    """The type of content of a row; of a page that of its own kind, however it was read."""
    return row.cached_content_type if isinstance(row, Page) else ContentType.objects.get_for_model(row)


class ExactEncoder(DjangoJSONEncoder):
    """Moments to the microsecond: Django's own cuts them, and what comes back must be what was."""

    def default(self, o):
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


class BinKind(models.TextChoices):
    """Kinds of things that the bin keeps, in the order of its filter."""

    PAGE = "page", _("Страница")
    DOCUMENT = "document", _("Документ центра")
    TEACHER = "teacher", _("Педагог")
    ROOM = "room", _("Помещение")
    EQUIPMENT = "equipment", _("Оборудование")
    LESSON = "lesson", _("Занятие")
    BELL = "bell", _("Звонок")
    CALENDAR = "calendar", _("Учебный календарь")
    REPLACEMENT = "replacement", _("Замена")
    FILE = "file", _("Файл")
    IMAGE = "image", _("Картинка")
    CENTER = "center", _("Центр")
    SCHOOL = "school", _("Школа")
    MUNICIPALITY = "municipality", _("Муниципалитет")
    REGION = "region", _("Регион")
    COORDINATOR = "coordinator", _("Координатор")
    FIGURE = "figure", _("Показатель сети")
    FEDERATION = "federation", _("Федеральный оператор или проект")


class BinEntryQuerySet(models.QuerySet["BinEntry"]):
    def of(self, row: models.Model) -> "BinEntryQuerySet":
        """The entry of that row or page, if it lies in the bin."""
        return self.filter(content_type=type_of(row), object_id=row.pk)

    def overdue(self, now: dt.datetime | None = None) -> "BinEntryQuerySet":
        """Entries whose days are over, oldest first."""
        last = (now or timezone.now()) - dt.timedelta(days=settings.BIN_DAYS)
        return self.filter(deleted_at__lt=last).order_by("deleted_at", "pk")

    def matching(self, query: str) -> "BinEntryQuerySet":
        """Entries in whose title or place each of the words stands, in any case, ё as е."""
        found = self
        for word in fold(query).split():
            found = found.filter(search_key__contains=word)
        return found


class BinEntry(models.Model):
    """One thing in the bin.

    It belongs to a centre, a municipality, a region, or with none of them to the whole network; so a
    school that moves takes along what lies in the bin. `data` is what the services in
    `centers.services.bin` need to bring the thing back; nothing else reads it.
    """

    kind = models.CharField(_("что это"), max_length=12, choices=BinKind.choices)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField(_("номер"))
    title = models.CharField(_("название"), max_length=TITLE_LENGTH)
    origin = models.CharField(_("откуда"), max_length=TITLE_LENGTH, blank=True)
    search_key = models.CharField(max_length=2 * TITLE_LENGTH + 1, editable=False)
    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("муниципалитет"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    region = models.ForeignKey(
        Region, verbose_name=_("регион"), on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    deleted_at = models.DateTimeField(_("удалено"), default=timezone.now, db_index=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто удалил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    # The name stays when the account goes.
    deleted_by_name = models.CharField(_("имя того, кто удалил"), max_length=255, blank=True)
    data = models.JSONField(default=dict, encoder=ExactEncoder, editable=False)

    objects = BinEntryQuerySet.as_manager()

    # What lies in the bin is used nowhere.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("запись корзины")
        verbose_name_plural = _("записи корзины")
        ordering = ["-deleted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="bin_entry_once"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        self.title, self.origin = self.title[:TITLE_LENGTH], self.origin[:TITLE_LENGTH]
        self.search_key = fold(f"{self.title}\n{self.origin}")[: 2 * TITLE_LENGTH + 1]
        super().save(*args, **kwargs)

    @property
    def kept_until(self) -> dt.datetime:
        """When the bin lets go of it (UTC)."""
        return self.deleted_at + dt.timedelta(days=settings.BIN_DAYS)

    @property
    def days_left(self) -> int:
        """Days until then, a day begun counts as one; at least 0."""
        return max(math.ceil((self.kept_until - timezone.now()) / dt.timedelta(days=1)), 0)
