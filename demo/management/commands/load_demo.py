"""`manage.py load_demo`: the demonstration network."""

from django.core.management.base import BaseCommand

from demo import services


class Command(BaseCommand):
    help = "Загружает демонстрационную сеть центров. Повторный запуск ничего не удваивает."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="загрузить, только если в реестре нет ни школ, ни центров",
        )

    def handle(self, *args, if_empty=False, **options):
        if if_empty and not services.is_wanted():
            self.stdout.write("Демонстрационная сеть не нужна: в базе уже есть данные.")
            return
        report = services.load()
        self.stdout.write(
            f"Демонстрационная сеть загружена. Создано: {report.made}, обновлено: {report.renewed}, "
            f"без изменений: {report.unchanged}."
        )
        for count, words in (
            (report.edited, "Не тронуто, потому что вы это изменили"),
            (report.removed, "Не восстановлено, потому что вы это удалили"),
            (report.there, "Уже было в базе до загрузки"),
        ):
            if count:
                self.stdout.write(f"{words}: {count}.")
