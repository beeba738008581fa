"""Questions for the centres of an invented network."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from random import Random
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from centers.models import Center
from centers.signals import centers_invented
from feedback.models import Answer, AnswerWay, Consent, ConsentText, FeedbackSettings, Question, QuestionState
from feedback.services.asking import FIRST_NUMBER
from feedback.services.consents import digest_of
from feedback.texts import AGE_BOX, CONSENT_BOX, WORDED_ON, consent_content

QUESTIONS = 3
_WORDS = (
    "Можно ли записать второклассника на робототехнику?",
    "Когда начинаются занятия в новом учебном году?",
    "Нужна ли справка от врача для кружка?",
    "Есть ли свободные места по шахматам?",
)
_STATES = (QuestionState.NEW, QuestionState.WORKING, QuestionState.ANSWERED, QuestionState.CLOSED)


@receiver(centers_invented)
def ask(sender: Any, centers: Sequence[Center], chance: Random, **kwargs: Any) -> None:
    """Give each centre questions of invented people, a year long, with their consents and answers."""
    texts = ConsentText.objects.bulk_create([_consent_text(center) for center in centers], batch_size=50)
    questions = [
        _question(center, number, chance) for center in centers for number in range(1, QUESTIONS + 1)
    ]
    Question.objects.bulk_create(questions, batch_size=40)
    by_center = {text.center_id: text for text in texts}
    Consent.objects.bulk_create(
        [
            Consent(
                question=one,
                text=by_center[one.center_id],
                given_at=one.created_at,
                box=str(CONSENT_BOX),
                age_box=str(AGE_BOX),
                page=f"https://invented.example.ru/c/{one.center_id}/vopros/",
            )
            for one in questions
        ],
        batch_size=100,
    )
    Answer.objects.bulk_create(
        [
            Answer(question=one, text="Приходите, запись открыта.", way=AnswerWay.PHONE)
            for one in questions
            if one.state == QuestionState.ANSWERED
        ],
        batch_size=100,
    )


def _consent_text(center: Center) -> ConsentText:
    content = consent_content(center, FeedbackSettings(center=center))
    return ConsentText(
        center=center, number=1, content=content, digest=digest_of(content), valid_from=WORDED_ON
    )


def _question(center: Center, number: int, chance: Random) -> Question:
    asked = timezone.now() - dt.timedelta(days=chance.randint(0, 300))
    state = chance.choices(_STATES, (1, 1, 6, 2))[0]
    is_over = state in (QuestionState.ANSWERED, QuestionState.CLOSED)
    return Question(
        center=center,
        number=FIRST_NUMBER + number,
        receipt=secrets.token_urlsafe(18),
        form_key=secrets.token_hex(32),
        content_key=secrets.token_hex(32),
        name="Придуманова Анна",
        email=f"parent-{center.pk}-{number}@example.ru",
        text=chance.choice(_WORDS),
        state=state,
        close_reason="Спрашивали о другой школе." if state == QuestionState.CLOSED else "",
        due_on=(asked + dt.timedelta(days=30)).date(),
        keep_until=(asked + dt.timedelta(days=365)).date(),
        closed_at=asked + dt.timedelta(days=2) if is_over else None,
        created_at=asked,
    )
