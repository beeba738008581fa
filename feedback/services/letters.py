"""What is sent, to whom, and what is kept of a letter that failed."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Membership, Role
from feedback.models import Answer, Delivery, FeedbackSettings, Question, QuestionState
from toolkit import mail
from toolkit.text import russian_date

logger = logging.getLogger(__name__)

#: A letter that the worker took so long ago has no worker any more.
LOST_AFTER = timedelta(minutes=15)
#: An answer that no worker took for so long is put into the queue again.
FORGOTTEN_AFTER = timedelta(minutes=10)


def staff_addresses(question: Question) -> list[str]:
    """Where to tell of a new question: what the centre has set, else its own editors and heads."""
    chosen = FeedbackSettings.objects.filter(center=question.center_id).first()
    if chosen and chosen.notify_email:
        return [chosen.notify_email]
    people = Membership.objects.active().filter(center=question.center_id, role__in=(Role.EDITOR, Role.HEAD))
    return sorted(set(people.exclude(user__email="").values_list("user__email", flat=True)))


def tell_staff(question_id: int) -> None:
    """One letter to each address; neither the text of the question nor the visitor is named in it."""
    question = Question.objects.select_related("center__school").filter(pk=question_id).first()
    if question is None:
        return
    link = settings.WAGTAILADMIN_BASE_URL + reverse("feedback_question", args=[question.pk])
    body = _(
        "На сайте центра «Точка роста» ({center}) задали вопрос № {number}.\n"
        "Ответить нужно до {day}.\n\nПрочитать и ответить: {link}\n"
    ).format(
        center=question.center.title, number=question.number, day=russian_date(question.due_on), link=link
    )
    for address in staff_addresses(question):
        try:
            mail.send(_("Новый вопрос № {number}").format(number=question.number), body, [address])
        except mail.MailError:
            logger.warning("The staff was not told of question %s", question.pk)


def letter_of(answer: Answer) -> tuple[str, str]:
    """Subject and text of the letter with the answer."""
    question = answer.question
    center = question.center
    subject = _("Ответ на вопрос № {number} — «Точка роста», {center}").format(
        number=question.number, center=center.title
    )
    contacts = "\n".join(one for one in (center.contact_phone, center.contact_email) if one)
    body = _(
        "Здравствуйте, {name}!\n\n{text}\n\n{center}\n{contacts}\n\n—\nВы спросили {day}:\n\n{question}\n"
    ).format(
        name=question.name,
        text=answer.text,
        center=_("Центр «Точка роста», {name}").format(name=center.title),
        contacts=contacts,
        day=russian_date(timezone.localdate(question.created_at)),
        question="\n".join(f"> {line}" for line in question.text.splitlines()),
    )
    return subject, body


def send_answer(answer_id: int) -> None:
    """Send an answer that waits in the queue; one that another worker has taken is left alone."""
    waiting = Answer.objects.filter(pk=answer_id, delivery=Delivery.QUEUED)
    if not waiting.update(delivery=Delivery.SENDING, claimed_at=timezone.now()):
        return
    answer = Answer.objects.select_related("question__center__school").filter(pk=answer_id).first()
    if answer is None:  # erased meanwhile
        return
    problem = ""
    try:
        subject, body = letter_of(answer)
        reply_to = [answer.question.center.contact_email]
        mail.send(subject, body, [answer.question.email], reply_to=[one for one in reply_to if one])
    except mail.MailError as error:
        problem = str(error)
    except Exception:
        logger.exception("Answer %s was not sent", answer_id)
        problem = _("Письмо не ушло из-за ошибки сайта. Попробуйте ещё раз или ответьте по-другому.")
    finish(answer, problem)


@transaction.atomic
def finish(answer: Answer, problem: str) -> None:
    """Keep what became of the letter; a question whose answer has gone is answered."""
    now = timezone.now()
    if problem:
        Answer.objects.filter(pk=answer.pk).update(delivery=Delivery.FAILED, problem=problem[:300])
        return
    Answer.objects.filter(pk=answer.pk).update(delivery=Delivery.SENT, problem="", sent_at=now)
    Question.objects.waiting().filter(pk=answer.question_id).update(
        state=QuestionState.ANSWERED, closed_at=now
    )


def mend_queue() -> tuple[list[int], int]:
    """Letters whose worker died: those nobody took, to be queued again, and how many may have gone or not.

    A letter that was being sent is not sent a second time by itself: a person looks first.
    """
    now = timezone.now()
    lost = Answer.objects.filter(delivery=Delivery.SENDING, claimed_at__lt=now - LOST_AFTER).update(
        delivery=Delivery.FAILED,
        problem=_("Отправка прервалась: неизвестно, ушло ли письмо. Можно отправить ещё раз."),
    )
    forgotten = Answer.objects.filter(delivery=Delivery.QUEUED, claimed_at__lt=now - FORGOTTEN_AFTER)
    numbers = list(forgotten.values_list("pk", flat=True))
    forgotten.update(claimed_at=now)
    return numbers, lost
