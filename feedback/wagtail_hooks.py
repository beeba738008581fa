"""Registration of the inbox with Wagtail; no logic here."""

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from feedback.views.places import QuestionsMenuItem, QuestionsPanel, add_to_desk
from feedback.views.urls import inbox_urls


@hooks.register("register_admin_urls")
def register_urls():
    return inbox_urls


@hooks.register("register_admin_menu_item")
def register_menu_item():
    return QuestionsMenuItem(
        _("Вопросы"), reverse_lazy("feedback"), name="questions", icon_name="mail", order=250
    )


@hooks.register("construct_homepage_panels")
def add_panel(request, panels):
    panels.append(QuestionsPanel())


hooks.register("construct_center_desk", add_to_desk)


@hooks.register("register_log_actions")
def register_log_actions(actions):
    actions.register_action("feedback.state", _("Состояние вопроса"), _("Изменено состояние вопроса"))
    actions.register_action("feedback.note", _("Заметка"), _("Изменены ответственный или заметка"))
    actions.register_action("feedback.answer", _("Ответ"), _("Дан ответ на вопрос"))
    actions.register_action("feedback.resend", _("Письмо"), _("Письмо отправлено ещё раз"))


@hooks.register("insert_global_admin_css")
def admin_css():
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin-feedback.css"))
