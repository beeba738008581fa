from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """People who sign in: the staff of schools, coordinators, the operator."""

    name = "accounts"
    verbose_name = _("Пользователи")
    default = True

    def ready(self) -> None:
        from accounts import journal  # noqa: F401 - its receivers write the log of logins


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's own users app, with screens that know the patronymic and the one-time password.

    Stands in `INSTALLED_APPS` in place of `wagtail.users`.
    """

    user_viewset = "accounts.viewsets.UserViewSet"
