"""What the section «Обратная связь» says of questions: the same for every visitor, fit for a cache."""

from centers.additions import Addition
from centers.models import FeedbackPage
from feedback.models import accepts_questions, settings_of


def way_to_ask(page: FeedbackPage) -> Addition | None:
    """The button and the promise; nothing for a centre that takes no questions here."""
    chosen = settings_of(page.center)
    if not accepts_questions(page.center, chosen):
        return None
    return Addition("feedback/section.html", {"days": chosen.days_to_answer})
