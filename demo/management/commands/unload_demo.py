"""`manage.py unload_demo`: the site without the demonstration network."""

from django.core.management.base import BaseCommand

from demo import services


class Command(BaseCommand):
    help = "Убирает демонстрационную сеть. Того, что сделали или изменили люди, не трогает."

    def handle(self, *args, **options):
        report = services.unload()
        self.stdout.write(f"Демонстрационная сеть убрана. Удалено строк и страниц: {report.removed}.")
        if report.kept:
            self.stdout.write(f"Оставлено: {len(report.kept)}.")
        for kept in report.kept:
            self.stdout.write(f"  {kept.name} — {kept.reason}.")
