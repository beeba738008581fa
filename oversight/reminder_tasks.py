"""Letters with reminders, sent by the worker: a coordinator waits for no mail server."""

from django.db import transaction
from django_tasks import task

from oversight.models import Mailing, Reminder
from oversight.services.reminders import send_letters


@task()
def send_reminder(reminder_id: int, site: str) -> None:
    """Send the letters of a reminder; `site` is the beginning of addresses, «https://…»."""
    send_letters(reminder_id, site)


def post(reminder: Reminder, site: str) -> None:
    """Have the letters sent once the transaction is over, if there are any."""
    if reminder.notices.filter(mailing=Mailing.QUEUED).exists():
        transaction.on_commit(lambda: send_reminder.enqueue(reminder.pk, site))
