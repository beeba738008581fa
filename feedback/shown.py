"""What the public pages of a centre show of this room: whether it takes questions, and the consent."""

from centers.purging.rules import of_center
from centers.purging.tags import FEEDBACK
from feedback.models import ConsentText, FeedbackSettings
from toolkit.pagecache.rules import Rule, never_shown, register


def register_rules() -> None:
    """Called once when the apps are ready."""
    register(FeedbackSettings, Rule(FEEDBACK, of_center(FEEDBACK)))
    register(ConsentText, Rule(FEEDBACK, of_center(FEEDBACK)))
    never_shown(
        "questions of visitors and what is done with them: shown to nobody but the asker, and never kept",
        "feedback.Question",
        "feedback.Consent",
        "feedback.Answer",
        "feedback.Attempt",
        "feedback.Erasure",
    )
