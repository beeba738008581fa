"""Read a copy from its first byte to its last and compare every hash."""

import argparse
import sys
from pathlib import Path

from django.core.management import BaseCommand

from tochka.backups import words
from tochka.backups.archive import Archive
from tochka.backups.errors import BackupError
from toolkit.text import file_size


class Command(BaseCommand):
    help = "Проверяет резервную копию: каждый файл и копию целиком, ничего не меняя."
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="файл копии")

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            with Archive(file.absolute()) as archive:
                manifest, count = archive.manifest, len(archive.file_names)
                size = archive.size_of_files
        except BackupError as error:
            sys.exit(f"Ошибка. {error}")
        self.stdout.write(f"Копия цела: {words.origin(manifest)}.")
        self.stdout.write(f"В ней {words.contents(manifest)}; {words.files(count)}, {file_size(size)}.")
        if manifest.missing:
            self.stdout.write(words.missing(manifest))
