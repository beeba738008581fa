"""Letters, sent by the worker: no visitor and no secretary waits for a mail server."""

from django.db import transaction
from django_tasks import task

from feedback.services import letters
from toolkit.mail import mail_is_configured


@task()
def tell_staff(question_id: int) -> None:
    """Tell the people of the centre that there is a new question."""
    letters.tell_staff(question_id)


@task()
def send_answer(answer_id: int) -> None:
    """Send the letter with an answer and keep what became of it."""
    letters.send_answer(answer_id)


def announce(question_id: int) -> None:
    """Have the staff told, where there is mail."""
    if mail_is_configured():
        tell_staff.enqueue(question_id)


def post(answer_id: int) -> None:
    """Have the answer sent once the transaction is over."""
    transaction.on_commit(lambda: send_answer.enqueue(answer_id))
