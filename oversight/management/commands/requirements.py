"""Print the catalogue of requirements as the table of `docs/coordinators/completeness.md`."""

from typing import Any

from django.core.management.base import BaseCommand

from oversight.describing import markdown_table


class Command(BaseCommand):
    help = "Печатает перечень требований к разделам центра"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(markdown_table())
