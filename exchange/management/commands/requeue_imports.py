from typing import Any

from django.core.management.base import BaseCommand

from exchange.services.runs import requeue
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Find the imports that a killed worker left in the middle."""

    help = "Ставит снова в очередь загрузки таблиц, которые прервались."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = requeue()
        if count:
            self.stdout.write(f"Снова в очереди: {count_phrase(count, 'таблица', 'таблицы', 'таблиц')}.")
