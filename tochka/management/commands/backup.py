"""Make a checked copy of the whole installation: `make backup` and the timer call this."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand
from django.db import DatabaseError

from tochka.backups import words
from tochka.backups.errors import BackupError
from tochka.backups.files import on_disk
from tochka.backups.health import note_failure, note_success
from tochka.backups.making import is_due, make_backup, prune
from toolkit.text import file_size


class Command(BaseCommand):
    help = "Делает резервную копию базы и загруженных файлов, перечитывает её и удаляет лишние старые копии."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, help="куда положить копию (BACKUP_DIR)")
        parser.add_argument(
            "--nightly", action="store_true", help="только если ночная копия включена и её срок подошёл"
        )
        parser.add_argument(
            "--scheduled",
            action="store_true",
            help="по расписанию системы: всегда, и неудача видна на /healthz и на экране состояния",
        )

    def handle(self, *, folder: Path | None, nightly: bool, scheduled: bool, **options: object) -> None:
        if nightly and not (settings.NIGHTLY_BACKUP and is_due()):
            return
        try:
            backup = make_backup(folder and folder.absolute())
        except BackupError as error:
            if nightly or scheduled:
                note_failure(str(error))
            sys.exit(f"Ошибка. {error}")
        except DatabaseError as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0]
            if scheduled:
                note_failure(reason)
            sys.exit(f"Ошибка. База данных не отвечает, проверьте DATABASE_URL: {reason}")
        note_success()
        gone = [] if folder else prune()
        files = sum(1 for name in backup.manifest.entries if name.startswith("files/"))
        self.stdout.write(f"Копия готова и проверена: {backup.path} ({file_size(backup.size)}).")
        self.stdout.write(f"В ней {words.contents(backup.manifest)}; {words.files(files)}.")
        if not on_disk():
            self.stdout.write("Файлы лежат в бакете, в копии их нет: у бакета должны быть свои копии.")
        warning = words.missing(backup.manifest)
        if warning:
            self.stdout.write(warning)
        if gone:
            self.stdout.write(f"Удалены старые копии: {', '.join(path.name for path in gone)}.")
        if not (nightly or scheduled):
            self.stdout.write(
                "Скопируйте её на другой компьютер: копия рядом с сайтом не спасёт от поломки диска."
            )
