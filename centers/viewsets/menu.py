"""The frame of the admin: order of its menu, actions in the log, own styles."""

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from centers.permissions import is_administrator

#: Order of Wagtail's own entries among ours (centres 200, register 300).
MENU_ORDER = {"explorer": 100, "images": 400, "documents": 500}


def arrange_menu(request, items) -> None:
    """Pages, centres, register, pictures, files; the list of snippets has its places elsewhere."""
    for item in items:
        item.order = MENU_ORDER.get(item.name, item.order)
        if item.name == "documents":
            item.label = gettext_lazy("Файлы")
        elif item.name == "images":
            item.label = gettext_lazy("Картинки")
    items[:] = [item for item in items if item.name != "snippets"]


def arrange_settings(request, items) -> None:
    """Leave out groups: rights here follow from where a person works, not from groups."""
    items[:] = [item for item in items if item.name != "groups"]


#: Reports of the whole site, which `centers.gate` opens to administrators of the network alone.
WHOLE_SITE_REPORTS = {"site-history", "workflows", "workflow-tasks", "page-types-usage"}


def arrange_reports(request, items) -> None:
    """Offer no report that the gate would close."""
    if not is_administrator(request.user):
        items[:] = [item for item in items if item.name not in WHOLE_SITE_REPORTS]


def arrange_help(request, items) -> None:
    """Leave out the guides to Wagtail itself: they are in English and on another host."""
    items[:] = [item for item in items if not item.attrs.get("target")]


def publish_first(items, request, context) -> None:
    """What a school does nine times of ten stands on the button itself."""
    for item in items:
        if item.name == "action-publish":
            items.remove(item)
            items.insert(0, item)
            break


def register_log_actions(actions) -> None:
    """Names of what the services do, for the history of a row."""
    actions.register_action(
        "centers.move", gettext_lazy("Переезд"), gettext_lazy("Переезд в другой муниципалитет")
    )
    actions.register_action(
        "centers.restore", gettext_lazy("Восстановление"), gettext_lazy("Возвращено из корзины")
    )
    actions.register_action(
        "centers.purge", gettext_lazy("Удаление навсегда"), gettext_lazy("Удалено из корзины навсегда")
    )

    actions.register_action(
        "centers.timetable_year",
        gettext_lazy("Расписание"),
        gettext_lazy("Расписание перенесено на новый учебный год"),
    )
    actions.register_action(
        "centers.lessons_bulk", gettext_lazy("Расписание"), gettext_lazy("Изменено сразу несколько занятий")
    )

    actions.register_action(
        "centers.undo", gettext_lazy("Отмена"), gettext_lazy("Последнее действие отменено")
    )

    for name, label, message in (
        ("appoint", gettext_lazy("Роль"), gettext_lazy("Роль дана")),
        ("suspend", gettext_lazy("Роль"), gettext_lazy("Роль приостановлена")),
        ("resume", gettext_lazy("Роль"), gettext_lazy("Роль возвращена")),
        ("end", gettext_lazy("Роль"), gettext_lazy("Роль прекращена")),
        ("role", gettext_lazy("Роль"), gettext_lazy("Роль сменена")),
        ("invite", gettext_lazy("Приглашение"), gettext_lazy("Приглашение создано")),
        ("reissue", gettext_lazy("Приглашение"), gettext_lazy("Приглашение выдано заново")),
        ("revoke", gettext_lazy("Приглашение"), gettext_lazy("Приглашение отозвано")),
        ("accept", gettext_lazy("Приглашение"), gettext_lazy("Приглашение принято")),
    ):
        actions.register_action(f"centers.{name}", label, message)

    @actions.register_action("centers.grid")
    class GridFormatter(LogFormatter):
        label = gettext_lazy("Таблица")

        def format_message(self, entry):
            names = {
                "equipment": _("оборудование"),
                "lessons": _("занятия"),
                "bells": _("звонки"),
                "calendar": _("учебный календарь"),
            }
            data = {"rows": "", "added": 0, "changed": 0, "deleted": 0, **(entry.data or {})}
            return _("Таблица ({what}): добавлено {added}, изменено {changed}, удалено {deleted}").format(
                what=names.get(data["rows"], data["rows"]),
                added=data["added"],
                changed=data["changed"],
                deleted=data["deleted"],
            )


def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


def admin_js() -> str:
    return format_html('<script src="{}"></script>', static("js/admin-dates.js"))


def editor_js() -> str:
    scripts = ("js/admin-standard-text.js", "js/admin-last-words.js")
    return format_html_join("", '<script src="{}" defer></script>', ((static(path),) for path in scripts))
