"""Registration with Wagtail's admin; no logic."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.log_actions import LogActionRegistry

from accounts import security_views, views
from accounts.forms import PatronymicForm
from accounts.models import User


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    return [
        path("security/", security_views.SecurityView.as_view(), name="accounts_security"),
        path("security/sessions/end/", security_views.end_other_sittings, name="accounts_end_other_sittings"),
        path(
            "security/sessions/<int:sitting_id>/end/", security_views.end_sitting, name="accounts_end_sitting"
        ),
        path(
            "security/second-factor/",
            security_views.SetUpView.as_view(),
            name="accounts_second_factor_set_up",
        ),
        path(
            "security/second-factor/<str:action>/",
            security_views.change_second_factor,
            name="accounts_change_second_factor",
        ),
        path("avatars/<int:user_id>/", views.avatar, name="accounts_avatar"),
    ]


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-people.css"))


@hooks.register("get_avatar_url")
def avatar_address(user: User, size: int) -> str | None:
    """The picture lies on the private shelf, which has no addresses of its own."""
    profile = getattr(user, "wagtail_userprofile", None)
    return reverse("accounts_avatar", args=[user.pk]) if profile and profile.avatar else None


@hooks.register("register_account_menu_item")
def security_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts_security"),
        "label": _("Вход и безопасность"),
        "help_text": _("Второй шаг входа, открытые сеансы, журнал ваших входов."),
    }


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, label, message in (
        ("second_factor_on", _("Второй шаг"), _("Подключён второй шаг входа")),
        ("second_factor_off", _("Второй шаг"), _("Отключён второй шаг входа")),
        ("second_factor_reset", _("Второй шаг"), _("Второй шаг входа сброшен: телефон потерян")),
        ("recovery_codes", _("Запасные коды"), _("Получены новые запасные коды")),
        ("password_reset", _("Пароль"), _("Выдан одноразовый пароль")),
    ):
        actions.register_action(f"accounts.{name}", label, message)


@hooks.register("register_account_settings_panel")
class PatronymicPanel(BaseSettingsPanel):
    """Stands right after Wagtail's name."""

    name = "patronymic"
    title = _("Отчество и почта")
    order = 101
    form_class = PatronymicForm
