"""Bring database, search and static files to the code that stands here: `make upgrade` calls this."""

import argparse
import sys

from django.core.management import BaseCommand, call_command
from django.db import OperationalError

from tochka.backups.errors import BackupError
from tochka.upgrading import UpgradeError, upgrade_database


class Command(BaseCommand):
    help = "Сохраняет копию, обновляет базу до нынешнего кода, собирает поиск и статические файлы."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--previous", default="", help="прежняя версия кода: её назовут, если что-то не выйдет"
        )

    def handle(self, *, previous: str, **options: object) -> None:
        try:
            upgrade_database(self.stdout.write, always=True, previous_code=previous)
        except (BackupError, UpgradeError) as error:
            sys.exit(f"Ошибка. {error}")
        except OperationalError as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            sys.exit(f"Ошибка. База данных не отвечает, проверьте DATABASE_URL: {reason}")
        call_command("prepare", stdout=self.stdout)
        self.stdout.write("Обновлено. Запустите сайт: make run")
