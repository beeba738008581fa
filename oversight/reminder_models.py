"""Reminders of coordinators to those whose centres lack something."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from oversight.catalogue import BY_CODE

LONGEST_TEXT = 1500


class Reminder(models.Model):
    """One press of «напомнить»: who asked for what, and in which words."""

    code = models.CharField(_("требование"), max_length=40)
    text = models.CharField(_("текст"), max_length=LONGEST_TEXT)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто напомнил"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
    )
    by_name = models.CharField(_("имя напомнившего"), max_length=255)
    at = models.DateTimeField(_("когда"), default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("напоминание")
        verbose_name_plural = _("напоминания")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.title}, {self.by_name}"

    @property
    def title(self) -> str:
        """The requirement in words; the code when the catalogue no longer has it."""
        requirement = BY_CODE.get(self.code)
        return str(requirement.title) if requirement else self.code


class Mailing(models.TextChoices):
    """What became of the letter to one person."""

    NONE = "none", _("письма не было")
    QUEUED = "queued", _("отправляется")
    SENT = "sent", _("отправлено")
    FAILED = "failed", _("не отправлено")


class Notice(models.Model):
    """The reminder as one person sees it on the first screen, for one centre."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, related_name="notices")
    center = models.ForeignKey(Center, on_delete=models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    mailing = models.CharField(_("письмо"), max_length=8, choices=Mailing.choices, default=Mailing.NONE)
    mail_error = models.CharField(_("почему не отправлено"), max_length=300, blank=True)
    hidden_at = models.DateTimeField(_("скрыто"), null=True, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("напоминание человеку")
        verbose_name_plural = _("напоминания людям")
        constraints = [
            models.UniqueConstraint(fields=["reminder", "center", "user"], name="notice_unique"),
        ]
        indexes = [models.Index(fields=["user", "hidden_at"], name="notice_user_hidden")]

    def __str__(self) -> str:
        return f"{self.user}: {self.reminder}"
