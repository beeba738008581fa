from typing import Any

from django.core.management.base import BaseCommand

from centers.models.tally import recount_all
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Count centres and programmes of every region anew."""

    help = "Пересчитывает центры и программы всех регионов для страниц сети, регионов и «В цифрах»."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = count_phrase(recount_all(), "регион", "региона", "регионов")
        self.stdout.write(f"Числа регионов пересчитаны, исправлено: {wrong}.")
