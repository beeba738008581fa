"""The person who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

NO_BREAK_SPACE = "\u00a0"


class User(AbstractUser):
    """A member of staff, named the Russian way: surname, given name, patronymic."""

    patronymic = models.CharField(_("отчество"), max_length=150, blank=True)
    must_change_password = models.BooleanField(_("сменить пароль при входе"), default=False)

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
