from typing import Any

from django.core.management.base import BaseCommand

from library.readings import requeue_readings
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Find the files that a killed worker left unread."""

    help = "Ставит снова в очередь файлы, чтение которых прервалось."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = requeue_readings()
        if count:
            self.stdout.write(f"Снова в очереди: {count_phrase(count, 'файл', 'файла', 'файлов')}.")
