from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People who sign in: the staff of schools, coordinators, the operator."""

    name = "accounts"
    verbose_name = _("Пользователи")
