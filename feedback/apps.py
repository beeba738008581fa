from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Вопросы посетителей")

    def ready(self) -> None:
        from centers import policies
        from feedback.models import Question

        policies.adopt(Question, "question", argument="question_id")
