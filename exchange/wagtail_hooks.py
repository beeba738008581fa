"""Registration of the screens of the exchange with Wagtail; no logic here."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from exchange.permissions import kinds_for
from exchange.views import exchange_urls


class ExchangeMenuItem(MenuItem):
    def is_shown(self, request):
        return bool(kinds_for(request.user))


@hooks.register("register_admin_urls")
def register_urls():
    return exchange_urls


@hooks.register("register_registry_menu_item")
def register_menu_item():
    return ExchangeMenuItem(
        _("Загрузка и выгрузка"), reverse_lazy("exchange"), name="exchange", icon_name="table", order=900
    )


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-exchange.css"))
