"""The person who signs in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NO_BREAK_SPACE = "\u00a0"


class User(AbstractUser):
    """A member of staff, named the Russian way: surname, given name, patronymic."""

    patronymic = models.CharField(_("отчество"), max_length=150, blank=True)
    must_change_password = models.BooleanField(_("сменить пароль при входе"), default=False)
    #: Until when a one-time password opens anything; without a moment, until it is used.
    password_until = models.DateTimeField(_("пароль действует до"), null=True, blank=True, editable=False)
    #: Since when signing in takes a code from the telephone; kept by `accounts.second_factor` alone.
    second_factor_at = models.DateTimeField(_("второй шаг входа"), null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("пользователь")
        verbose_name_plural = _("пользователи")

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """«Фамилия И. О.» with no-break spaces; the login of a person without a surname."""
        if not self.last_name:
            return self.first_name or self.get_username()
        initials = [f"{name[0].upper()}." for name in (self.first_name, self.patronymic) if name]
        return NO_BREAK_SPACE.join([self.last_name, *initials])

    def get_full_name(self) -> str:
        """«Фамилия Имя Отчество», as Russian papers order them."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)

    def get_short_name(self) -> str:
        """«Имя Отчество», the polite address."""
        return " ".join(part for part in (self.first_name, self.patronymic) if part)

    @property
    def password_is_over(self) -> bool:
        """Whether the one-time password was not used in time."""
        until = self.password_until
        return self.must_change_password and until is not None and until <= timezone.now()


class Way(models.TextChoices):
    """By what somebody came in, or tried to."""

    PASSWORD = "password", _("пароль")
    CODE = "code", _("код из приложения")
    RECOVERY = "recovery", _("запасной код")
    INVITATION = "invitation", _("приглашение")


class LoginRecord(models.Model):
    """One attempt to come in. Holds an IP address, so it is personal data, purged after `LOGINS_KEPT` days.

    A name that belongs to nobody is not kept: people type passwords into the wrong field.
    """

    at = models.DateTimeField(_("когда"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто"),
        on_delete=models.CASCADE,
        related_name="logins",
        null=True,
        blank=True,
    )
    way = models.CharField(_("чем"), max_length=12, choices=Way.choices)
    success = models.BooleanField(_("удачно"))
    #: The attempt was not even looked at: there were too many before it.
    locked = models.BooleanField(_("вход закрыт"), default=False)
    address = models.GenericIPAddressField(_("адрес"), null=True, blank=True)
    device = models.CharField(_("устройство"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("вход")
        verbose_name_plural = _("входы")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="login_of_user"),
            models.Index(fields=["address", "-at"], name="login_from_address"),
        ]

    def __str__(self) -> str:
        return f"{self.user or _('неизвестный')}, {self.get_way_display()}"

    @property
    def outcome(self) -> str:
        """What became of the attempt, in words."""
        if self.success:
            return str(_("вошёл"))
        return str(_("вход закрыт на время") if self.locked else _("отказано"))


class Sitting(models.Model):
    """One browser in which a person is signed in; Django's session with what a person can recognise."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("кто"),
        on_delete=models.CASCADE,
        related_name="sittings",
    )
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField(_("адрес"), null=True, blank=True)
    device = models.CharField(_("устройство"), max_length=80, blank=True)
    started_at = models.DateTimeField(_("вход"), default=timezone.now)
    seen_at = models.DateTimeField(_("последнее действие"), default=timezone.now)

    class Meta:
        verbose_name = _("сеанс")
        verbose_name_plural = _("сеансы")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user}, {self.device}"
