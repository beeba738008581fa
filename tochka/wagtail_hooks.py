"""Registration of the screen of the site's state with Wagtail's admin; no logic."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from centers.permissions import is_administrator
from tochka.watching.views import StateView


class StateMenuItem(MenuItem):
    """Stands in the menu of administrators alone."""

    def is_shown(self, request: HttpRequest) -> Any:
        return is_administrator(request.user)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("state/", StateView.as_view(), name="site_state")]


@hooks.register("register_settings_menu_item")
def register_state() -> MenuItem:
    return StateMenuItem(
        _("Состояние сайта"), reverse_lazy("site_state"), name="site-state", icon_name="tasks", order=50
    )


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-state.css"))
