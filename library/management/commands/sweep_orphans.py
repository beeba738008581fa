from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from library.services import sweep_orphans
from toolkit.text import count_phrase, file_size


class Command(BaseCommand):
    """Free the disk of files that nothing on the site refers to any more."""

    help = "Удаляет файлы, на которые давно ничто на сайте не ссылается."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90, help="сколько дней файл лежит без дела (90)")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["days"] < 1:
            raise CommandError("Укажите не меньше одного дня: --days 90")
        swept = sweep_orphans(options["days"])
        if not swept.files:
            self.stdout.write("Лишних файлов нет.")
            return
        count = count_phrase(swept.files, "файл", "файла", "файлов")
        self.stdout.write(f"Удалено: {count}, {file_size(swept.size)}.")
