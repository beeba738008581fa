"""Put an installation back from a copy: `make restore` calls this."""

import argparse
import sqlite3
import sys
from pathlib import Path

from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from tochka.backups import words
from tochka.backups.errors import BackupError
from tochka.backups.making import REASONS
from tochka.backups.restoring import restore
from toolkit.text import count_phrase, file_size


class Command(BaseCommand):
    help = "Проверяет резервную копию и возвращает из неё базу и файлы."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="файл копии")
        parser.add_argument(
            "--force", action="store_true", help="заменить имеющиеся данные, сначала сохранив их копию"
        )
        parser.add_argument(
            "--as-is", action="store_true", help="не обновлять базу: вернуть её для прежней версии кода"
        )

    def handle(self, *, file: Path, force: bool, as_is: bool, **options: object) -> None:
        try:
            done = restore(file.absolute(), force=force, as_is=as_is, say=self.stdout.write)
        except BackupError as error:
            sys.exit(f"Ошибка. {error}")
        except (DatabaseError, sqlite3.Error, CommandError) as error:
            sys.exit(
                f"Ошибка. База данных не приняла копию, прежняя цела: {str(error).strip().splitlines()[0]}"
            )
        except OSError as error:
            reason = REASONS.get(error.errno or 0, str(error.strerror or error))
            sys.exit(f"Ошибка. {error.filename or file}: {reason}. Прежняя база цела.")
        rows = count_phrase(done.rows, "строка", "строки", "строк")
        files = f"{words.files(done.files)}, {file_size(done.size)}"
        self.stdout.write(f"Восстановлено из копии {words.origin(done.manifest)}.")
        self.stdout.write(f"База: {words.contents(done.manifest)} (всего {rows}). Файлы: {files}.")
        self.stdout.write("Число строк и контрольная сумма каждого файла проверены.")
        if done.damaged:
            self.stdout.write(f"Файл прежней, повреждённой базы отложен: {done.damaged}.")
        if done.manifest.missing:
            self.stdout.write(words.missing(done.manifest))
        if as_is:
            self.stdout.write(
                "Верните прежний код, соберите поиск (.venv/bin/python manage.py update_index) "
                "и запустите make run."
            )
        else:
            self.stdout.write("Запустите сайт: make run. Сотрудникам нужно будет войти заново.")
