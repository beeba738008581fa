"""Registration of the screens of completeness with Wagtail; no logic here."""

import json

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from oversight import board_hooks  # noqa: F401 - registers what the board adds
from oversight.screens import add_to_desk, add_to_home
from oversight.views import oversight_urls

hooks.register("construct_homepage_panels", add_to_home, order=10)
hooks.register("construct_center_desk", add_to_desk)


@hooks.register("register_admin_urls")
def register_urls():
    return oversight_urls


@hooks.register("register_center_menu_item")
def register_requirements():
    return MenuItem(
        _("Требования"),
        reverse_lazy("oversight_requirements"),
        name="requirements",
        icon_name="list-ul",
        order=900,
    )


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action(
        "oversight.declare", _("Решение о требовании"), _("Подписано решение о требовании к разделам")
    )
    actions.register_action(
        "oversight.revoke", _("Отзыв решения"), _("Отозвано решение о требовании к разделам")
    )


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-oversight.css"))


def panel_addresses() -> dict[str, str]:
    """Form → panel, with «0» in the place of the number; the script of the panel reads it."""
    return {
        reverse("wagtailadmin_pages:edit", args=[0]): reverse("oversight_page_panel", args=[0]),
        reverse("center_document:edit", args=[0]): reverse("oversight_document_panel", args=[0]),
        reverse("center_teacher:edit", args=[0]): reverse("oversight_teacher_panel", args=[0]),
        reverse("register_center:edit", args=[0]): reverse("oversight_center_panel", args=[0]),
        reverse("register_school:edit", args=[0]): reverse("oversight_school_panel", args=[0]),
        reverse("center_document:add"): reverse("oversight_new_row_panel", args=[0, "document"]),
        reverse("center_teacher:add"): reverse("oversight_new_row_panel", args=[0, "teacher"]),
        **{
            reverse("wagtailadmin_pages:add", args=["centers", model, 0]): reverse(
                "oversight_new_page_panel", args=[0, model]
            )
            for model in ("programpage", "eventpage")
        },
    }


@hooks.register("insert_editor_js")
def editor_js():
    return format_html(
        '<script src="{}" data-oversight="{}" defer></script>',
        static("js/admin-oversight.js"),
        json.dumps(panel_addresses()),
    )
