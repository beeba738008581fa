"""Where the inbox shows itself outside: the menu, the first screen, the desk of a centre."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from centers.models import Center
from centers.permissions import may
from feedback.inbox import keeps_questions, questions_for, waiting_for
from feedback.models import Question
from feedback.services import unanswered_counts
from toolkit.text import plural

SHOWN = 5


def waiting_phrase(count: int) -> str:
    """«2 вопроса ждут ответа»."""
    forms = (_("вопрос ждёт ответа"), _("вопроса ждут ответа"), _("вопросов ждут ответа"))
    return f"{count} {plural(count, *forms)}"


class QuestionsMenuItem(MenuItem):
    """«Вопросы (2)»: how many wait stands in the menu itself."""

    def is_shown(self, request):
        return keeps_questions(request.user)

    def render_component(self, request):
        waiting = waiting_for(request).total
        label = f"{self.label} ({waiting if waiting < 1000 else '999+'})" if waiting else str(self.label)
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


class QuestionsPanel(Component):
    """What waits longest, on the first screen; nothing when nothing waits."""

    name = "questions"
    template_name = "feedback/admin/home.html"
    order = 15

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        waiting = waiting_for(request)
        rows = questions_for(request.user).waiting().select_related("center__school").order_by("due_on", "pk")
        return {
            "title": waiting_phrase(waiting.total),
            "waiting": waiting,
            "questions": [
                (row, reverse("feedback_question", args=[row.pk]))
                for row in rows[: SHOWN if waiting.total else 0]
            ],
            "list_url": reverse("feedback"),
        }

    def render_html(self, parent_context=None):
        request = parent_context["request"]
        if not keeps_questions(request.user) or not waiting_for(request).total:
            return ""
        return super().render_html(parent_context)


class DeskQuestions(Component):
    """The questions of one centre on its desk."""

    name = "questions"
    template_name = "feedback/admin/desk.html"
    order = 50

    def __init__(self, center: Center) -> None:
        self.center = center

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        total, late = unanswered_counts([self.center.pk]).get(self.center.pk, (0, 0))
        return {
            "title": waiting_phrase(total) if total else _("Вопросов без ответа нет"),
            "late": late,
            "list_url": f"{reverse('feedback')}?center={self.center.pk}",
            "settings_url": reverse("feedback_settings", args=[self.center.pk]),
            "person_url": reverse("feedback_person", args=[self.center.pk]),
        }


def add_to_desk(request: Any, center: Center, panels: list[Component]) -> None:
    """`construct_center_desk`: the questions of the centre, for those who may read them."""
    if may(request.user, "view", Question(center=center)):
        panels.append(DeskQuestions(center))
