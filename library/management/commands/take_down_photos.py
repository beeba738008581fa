from typing import Any

from django.core.management.base import BaseCommand

from library.showing import take_down_over
from toolkit.text import count_phrase


class Command(BaseCommand):
    """Remove the public files of photos that may not be seen any more."""

    help = "Убирает с сайта файлы фотографий, у которых истёк срок показа или отозвано согласие."

    def handle(self, *_args: Any, **_options: Any) -> None:
        count = take_down_over()
        if count:
            photos = count_phrase(count, "фотография", "фотографии", "фотографий")
            self.stdout.write(f"Сняты с показа: {photos}.")
