from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    """People who sign in: the staff of schools, coordinators, the operator."""

    name = "accounts"
    verbose_name = _("Пользователи")
    default = True

    def ready(self) -> None:
        from django.conf import settings
        from wagtail.admin.forms.account import LocalePreferencesForm

        from accounts import journal  # noqa: F401 - its receivers write the log of logins
        from toolkit.zones import ZONES

        # Wagtail offers «Asia/Yekaterinburg», and a script of the browser adds the same in other words.
        zone = LocalePreferencesForm.base_fields["current_time_zone"]
        offered = [choice for choice in ZONES if choice[0] in settings.WAGTAIL_USER_TIME_ZONES]
        zone.choices = [("", _("как у сайта")), *offered]
        zone.widget.attrs.clear()


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's own users app, with screens that know the patronymic and the one-time password.

    Stands in `INSTALLED_APPS` in place of `wagtail.users`.
    """

    user_viewset = "accounts.viewsets.UserViewSet"
