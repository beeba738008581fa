from typing import Any

from django.core.management.base import BaseCommand

from centers.services.program_entries import refresh_all
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Write the catalogue of programmes anew from the pages and lessons of all centres."""

    help = "Сверяет каталог программ со страницами и занятиями всех центров."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = count_phrase(refresh_all(), "строка", "строки", "строк")
        self.stdout.write(f"Каталог программ сверен, изменено: {changed}.")
