from typing import Any

from django.core.management.base import BaseCommand

from centers.services import purge_overdue
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Let go of what has lain in the bin for more than `BIN_DAYS`."""

    help = "Удаляет навсегда то, что пролежало в корзине дольше положенного (BIN_DAYS), вместе с файлами."

    def handle(self, *_args: Any, **_options: Any) -> None:
        gone, stuck = purge_overdue()
        if gone:
            records = count_phrase(gone, "запись", "записи", "записей")
            self.stdout.write(f"Удалено из корзины навсегда: {records}.")
        if stuck:
            records = count_phrase(stuck, "запись", "записи", "записей")
            self.stdout.write(f"Удалить не удалось: {records}; причины в журнале.")
        if not gone and not stuck:
            self.stdout.write("В корзине нет ничего просроченного.")
