"""Files that were dropped and wait to be confirmed as documents of a centre."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from centers.models.registry.base import Timestamped
from centers.models.registry.centers import Center
from centers.models.rows.documents import CenterDocument, DocumentKind, Issuer
from library.naming import intake_path


class IntakeState(models.TextChoices):
    """What has become of a dropped file."""

    WAITING = "waiting", _("ждёт чтения")
    READING = "reading", _("читается")
    READY = "ready", _("прочитан")
    REFUSED = "refused", _("не принят")
    CONFIRMED = "confirmed", _("подтверждён")
    DISCARDED = "discarded", _("убран")


class IntakeBatch(Timestamped):
    """Files that one person drops for one centre; stays open until each is settled."""

    center = models.ForeignKey(
        Center, verbose_name=_("центр"), on_delete=models.PROTECT, related_name="intake_batches"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто загрузил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("загрузка документов")
        verbose_name_plural = _("загрузки документов")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.center}, {self.created_at:%d.%m.%Y %H:%M}" if self.created_at else str(self.center)


class IntakeItem(Timestamped):
    """One dropped file: what was read from it, and what the person has made of that.

    `reading` is `library.reading.facts.Reading`, `requisites` the found values with their
    sources; the columns below are the row of the table, filled from `requisites` and editable.
    `client_key` names the file within its batch, so that a repeated upload after a broken
    connection finds its row again.
    """

    batch = models.ForeignKey(IntakeBatch, on_delete=models.CASCADE, related_name="items")
    client_key = models.CharField(max_length=40)
    original_name = models.CharField(_("имя файла"), max_length=255)
    file = models.FileField(_("файл"), upload_to=intake_path, max_length=200)
    size = models.PositiveBigIntegerField(_("размер, байт"), default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    state = models.CharField(
        _("состояние"), max_length=10, choices=IntakeState.choices, default=IntakeState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    reading = models.JSONField(default=dict)
    requisites = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    signs = models.ForeignKey(
        "self",
        verbose_name=_("подпись к файлу"),
        on_delete=models.SET_NULL,
        related_name="signature_items",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("вид"), max_length=12, choices=DocumentKind.choices, blank=True)
    number = models.CharField(_("номер"), max_length=40, blank=True)
    date = models.DateField(_("дата"), null=True, blank=True)
    title = models.CharField(_("название"), max_length=400, blank=True)
    issuer = models.CharField(_("кто издал"), max_length=12, choices=Issuer.choices, default=Issuer.SCHOOL)
    academic_year = models.CharField(_("учебный год"), max_length=9, blank=True)
    duplicate_of = models.ForeignKey(
        CenterDocument,
        verbose_name=_("такой файл уже есть"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
    )
    document = models.ForeignKey(
        CenterDocument,
        verbose_name=_("документ"),
        on_delete=models.SET_NULL,
        related_name="intake_items",
        null=True,
        blank=True,
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("загруженный файл")
        verbose_name_plural = _("загруженные файлы")
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "started_at"], name="intake_state_started")]
        constraints = [
            models.UniqueConstraint(fields=["batch", "client_key"], name="intake_client_key_unique")
        ]

    def __str__(self) -> str:
        return self.original_name

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do with the file."""
        return self.state in {IntakeState.CONFIRMED, IntakeState.DISCARDED, IntakeState.REFUSED}
