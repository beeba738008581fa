"""Put answers that wait for a letter into the queue again when the worker died."""

from django.core.management.base import BaseCommand

from feedback import tasks
from feedback.services.letters import mend_queue


class Command(BaseCommand):
    help = "Ставит снова в очередь письма с ответами, отправка которых прервалась."

    def handle(self, *args, **options) -> None:
        numbers, lost = mend_queue()
        for number in numbers:
            tasks.send_answer.enqueue(number)
        self.stdout.write(f"Снова в очереди: {len(numbers)}, прервано: {lost}.")
