"""Registration of the board's screens with Wagtail; no logic here."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from centers.permissions import is_coordinator
from oversight.board_views import board_urls
from oversight.ledger_views import LedgerMenuItem, ledger_urls
from oversight.reminder_views import NoticesPanel, reminder_urls


class BoardMenuItem(MenuItem):
    def is_shown(self, request):
        return is_coordinator(request.user)


@hooks.register("register_admin_urls")
def register_urls():
    return [*board_urls, *reminder_urls, *ledger_urls]


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return BoardMenuItem(
        _("Обзор центров"), reverse_lazy("oversight_board"), name="board", icon_name="table", order=190
    )


@hooks.register("register_admin_menu_item")
def register_ledger_menu_item():
    return LedgerMenuItem(
        _("Публикации"),
        reverse_lazy("oversight_ledger"),
        name="ledger",
        icon_name="history",
        order=195,
    )


@hooks.register("construct_homepage_panels", order=11)
def add_notices(request, panels):
    panels.append(NoticesPanel())


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        "oversight.remind", _("Напоминание"), _("Разослано напоминание сотрудникам центров")
    )


@hooks.register("insert_global_admin_css")
def board_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-board.css"))
