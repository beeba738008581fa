"""What the staff does with a question. Every verb writes into the log, never a word of the texts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from feedback import tasks
from feedback.models import Answer, AnswerWay, Delivery, Question, QuestionState
from toolkit.mail import mail_is_configured


class ChangedMeanwhileError(Exception):
    """Somebody else has changed the question since the screen was opened."""


@contextmanager
def changing(question_id: int, version: int) -> Iterator[Question]:
    """The question, locked; saved with the next version at the end.

    Raises `ChangedMeanwhileError` when the screen knew another version.
    """
    with transaction.atomic():
        question = Question.objects.select_for_update().get(pk=question_id)
        if question.version != version:
            raise ChangedMeanwhileError
        question.version += 1
        yield question
        question.save()


def _move(question: Question, state: QuestionState, by: Any) -> None:
    before, question.state = question.state, state
    is_over = state in (QuestionState.ANSWERED, QuestionState.CLOSED, QuestionState.SPAM)
    question.closed_at = timezone.now() if is_over else None
    if state != QuestionState.CLOSED:
        question.close_reason = ""
    log(question, "feedback.state", user=by, data={"before": before, "after": str(state)})


def keep_note(question_id: int, version: int, by: Any, *, assigned_to: Any, note: str) -> Question:
    """Say who answers, and keep a note that only the staff sees. Whoever is named works on it."""
    with changing(question_id, version) as question:
        question.assigned_to, question.note = assigned_to, note
        if assigned_to and question.state == QuestionState.NEW:
            _move(question, QuestionState.WORKING, by)
        else:
            log(question, "feedback.note", user=by)
    return question


def take(question_id: int, version: int, by: Any) -> Question:
    """Begin to work on it oneself."""
    with changing(question_id, version) as question:
        question.assigned_to = by
        _move(question, QuestionState.WORKING, by)
    return question


def answer(question_id: int, version: int, by: Any, *, way: str, text: str) -> Answer:
    """Give an answer. A letter is queued, and the question waits until it has gone.

    Raises `ValidationError` when the way is closed: no mail here, or no address of the visitor.
    """
    with changing(question_id, version) as question:
        by_letter = way == AnswerWay.MAIL
        if by_letter and not question.email:
            raise ValidationError(_("Человек оставил только телефон: ответьте по телефону."))
        if by_letter and not mail_is_configured():
            raise ValidationError(
                _("На этом сайте почта не настроена: ответьте с почты школы или по телефону.")
            )
        given = Answer.objects.create(
            question=question,
            text=text,
            way=way,
            by=by,
            delivery=Delivery.QUEUED if by_letter else Delivery.NONE,
            claimed_at=timezone.now() if by_letter else None,
        )
        log(question, "feedback.answer", user=by, data={"way": way})
        question.assigned_to = question.assigned_to or by
        if by_letter and question.state != QuestionState.ANSWERED:
            _move(question, QuestionState.WORKING, by)
        elif not by_letter:
            _move(question, QuestionState.ANSWERED, by)
    if by_letter:
        tasks.post(given.pk)
    return given


def send_again(question_id: int, version: int, by: Any, answer_id: int) -> None:
    """Put a letter that failed into the queue once more."""
    with changing(question_id, version) as question:
        failed = Answer.objects.filter(pk=answer_id, question=question, delivery=Delivery.FAILED)
        if not failed.update(delivery=Delivery.QUEUED, problem="", claimed_at=timezone.now()):
            raise ChangedMeanwhileError
        log(question, "feedback.resend", user=by)
    tasks.post(answer_id)


def close(question_id: int, version: int, by: Any, *, reason: str) -> Question:
    """End it without an answer, saying why."""
    with changing(question_id, version) as question:
        _move(question, QuestionState.CLOSED, by)
        question.close_reason = reason
    return question


def mark_spam(question_id: int, version: int, by: Any) -> Question:
    """Sort it out: no person asked this."""
    with changing(question_id, version) as question:
        _move(question, QuestionState.SPAM, by)
    return question


def reopen(question_id: int, version: int, by: Any) -> Question:
    """It is a question after all, or the answer was not the last word."""
    with changing(question_id, version) as question:
        fresh = question.state in (QuestionState.SUSPICIOUS, QuestionState.SPAM)
        question.suspicion = ""
        _move(question, QuestionState.NEW if fresh else QuestionState.WORKING, by)
    return question
