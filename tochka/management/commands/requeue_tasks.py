from typing import Any

from django.core.management.base import BaseCommand

from tochka.lost_tasks import requeue
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Find the tasks that a killed worker left in the middle."""

    help = "Ставит снова в очередь задания, которые прервались вместе с работником."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = requeue()
        if count:
            self.stdout.write(f"Снова в очереди: {count_phrase(count, 'задание', 'задания', 'заданий')}.")
