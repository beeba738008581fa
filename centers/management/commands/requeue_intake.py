from typing import Any

from django.core.management.base import BaseCommand

from centers.services.intake import forget_settled, requeue_intake
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Find the dropped files that a killed worker left unread, and forget old refused ones."""

    help = "Ставит снова в очередь загруженные файлы, чтение которых прервалось."

    def handle(self, *_args: Any, **_options: Any) -> None:
        forget_settled()
        count = requeue_intake()
        if count:
            self.stdout.write(f"Снова в очереди: {count_phrase(count, 'файл', 'файла', 'файлов')}.")
