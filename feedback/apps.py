from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Вопросы посетителей")

    def ready(self) -> None:
        from centers import policies
        from centers.additions import register_addition
        from centers.board_columns import BoardColumn, register_column
        from feedback import inventing  # noqa: F401 - an invented network asks for its questions
        from feedback.models import Question
        from feedback.section import way_to_ask
        from feedback.services.counts import waiting_of_center
        from feedback.shown import register_rules

        register_rules()
        policies.adopt(Question, "question", argument="question_id")
        register_addition("centers.FeedbackPage", way_to_ask)
        register_column(
            BoardColumn("waiting", _("Вопросы без ответа"), _("есть вопросы без ответа"), waiting_of_center)
        )
