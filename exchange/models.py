"""One import of a table, and its rows with what was found out about each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """Where an import stands; `UPLOADED`, `CONFIRMED` and `WORKING` are the worker's turn."""

    UPLOADED = "uploaded", _("проверяется")
    CHECKED = "checked", _("проверена, ждёт подтверждения")
    CONFIRMED = "confirmed", _("ждёт записи")
    WORKING = "working", _("записывается")
    DONE = "done", _("записана")
    STOPPED = "stopped", _("остановлена")
    REFUSED = "refused", _("не принята")


class RowState(models.TextChoices):
    """What was found out about a row, and after the confirmation what became of it."""

    WAITING = "waiting", _("не проверена")
    NEW = "new", _("новая")
    CHANGED = "changed", _("есть изменения")
    SAME = "same", _("без изменений")
    FAULTY = "faulty", _("с ошибками")
    ADDED = "added", _("добавлена")
    UPDATED = "updated", _("изменена")


class Kind(models.TextChoices):
    """What the rows of a table are."""

    MUNICIPALITIES = "municipalities", _("муниципалитеты")
    SCHOOLS = "schools", _("школы")
    CENTERS = "centers", _("центры")
    COORDINATORS = "coordinators", _("координаторы")


class ImportRun(models.Model):
    """One uploaded table.

    `content` holds the file until its rows are read. A worker that has taken the run leaves its mark in
    `claimed_by` and renews `claimed_at` with every batch; a mark that has grown old is another's to take.
    """

    kind = models.CharField(_("что в таблице"), max_length=16, choices=Kind.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто загрузил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    file_name = models.CharField(_("имя файла"), max_length=255)
    content = models.BinaryField(default=b"")
    state = models.CharField(
        _("состояние"), max_length=10, choices=RunState.choices, default=RunState.UPLOADED
    )
    message = models.TextField(blank=True)
    columns = models.JSONField(default=list)
    extra_columns = models.JSONField(default=list)
    publish = models.BooleanField(_("сразу показать новые центры на сайте"), default=True)
    claimed_by = models.CharField(max_length=36, blank=True)
    claimed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("загружена"), auto_now_add=True)
    finished_at = models.DateTimeField(_("закончена"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("загрузка таблицы")
        verbose_name_plural = _("загрузки таблиц")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether the worker has something to do for it."""
        return self.state in {RunState.UPLOADED, RunState.CONFIRMED, RunState.WORKING}


class ImportRow(models.Model):
    """One row of a table: its cells by the name of the column, as they were written.

    `key` tells rows of one file that speak of the same thing; `problems` are `{"column", "text"}`,
    `changes` `{"column", "old", "new"}` with the titles of the columns.
    """

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("строка"))
    cells = models.JSONField(default=dict)
    state = models.CharField(_("состояние"), max_length=8, choices=RowState.choices, default=RowState.WAITING)
    key = models.CharField(max_length=400, blank=True)
    label = models.CharField(_("название"), max_length=300, blank=True)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("строка таблицы")
        verbose_name_plural = _("строки таблицы")
        ordering = ["number"]
        indexes = [
            models.Index(fields=["run", "state", "number"], name="exchange_row_state"),
            models.Index(fields=["run", "key"], name="exchange_row_key"),
        ]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="exchange_row_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"
