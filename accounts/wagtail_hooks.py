"""Registration with Wagtail's admin; no logic."""

from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.account import BaseSettingsPanel

from accounts import views
from accounts.forms import PatronymicForm
from accounts.models import User


@hooks.register("register_admin_urls")
def admin_addresses() -> list[URLPattern]:
    return [
        path("new-password/", views.NewPasswordView.as_view(), name="accounts_new_password"),
        path("avatars/<int:user_id>/", views.avatar, name="accounts_avatar"),
    ]


@hooks.register("get_avatar_url")
def avatar_address(user: User, size: int) -> str | None:
    """The picture lies on the private shelf, which has no addresses of its own."""
    profile = getattr(user, "wagtail_userprofile", None)
    return reverse("accounts_avatar", args=[user.pk]) if profile and profile.avatar else None


@hooks.register("register_account_settings_panel")
class PatronymicPanel(BaseSettingsPanel):
    """Stands right after Wagtail's name and e-mail."""

    name = "patronymic"
    title = _("Отчество")
    order = 101
    form_class = PatronymicForm
