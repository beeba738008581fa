"""Bring an installation up to date before it starts: `make run` calls this every time."""

import argparse
import hashlib
import os
import sys
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, call_command
from django.db import DatabaseError, OperationalError
from wagtail.models import Site

from demo import services as demo
from tochka.backups.errors import BackupError
from tochka.backups.making import REASONS, has_content
from tochka.backups.restoring import unfinished
from tochka.errors import FULL, READ_ONLY, trouble_of
from tochka.upgrading import UpgradeError, upgrade_database

STAMP = ".collected"


def static_fingerprint() -> str:
    """Hash of the names, sizes and times of all static sources."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = os.path.join(getattr(storage, "prefix", None) or "", name)
            status = os.stat(storage.path(name))
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def tell_site_its_address() -> None:
    """Give Wagtail's default site the host and port of `SITE_ADDRESS`, so that full addresses are right."""
    address = urlsplit(settings.SITE_ADDRESS)
    port = address.port or (443 if settings.HTTPS else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port = str(address.hostname), port
        site.save()


def _why_not(error: DatabaseError) -> str:
    """What is wrong with the database, and what to do."""
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    trouble = trouble_of(error)
    if trouble == FULL:
        return f"На диске базы данных кончилось место. Освободите его и повторите ({settings.DATA_DIR})."
    if trouble == READ_ONLY:
        return f"База данных доступна только для чтения. Проверьте права и диск: {settings.DATA_DIR}"
    if isinstance(error, OperationalError):
        return f"База данных не отвечает, проверьте DATABASE_URL: {reason}"
    return (
        f"База данных повреждена: {reason}. Верните её из копии: "
        "make restore FILE=backups/tochka-….tar FORCE=yes (docs/operators/backup.md)."
    )


class Command(BaseCommand):
    help = (
        "Готовит сайт к запуску: обновляет базу и статические файлы, заполняет пустую базу "
        "демонстрационной сетью, выдаёт одноразовый пароль первому администратору."
    )
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--new-password",
            action="store_true",
            help="только обновить базу и выдать новый одноразовый пароль администратора",
        )

    def handle(self, *, new_password: bool, **options: object) -> None:
        try:
            self._refuse_unfinished()
            upgrade_database(self.stdout.write)
            if not new_password:
                self._prepare_site()
            call_command("one_time_password", if_absent=not new_password, stdout=self.stdout)
        except DatabaseError as error:
            sys.exit(f"Ошибка. {_why_not(error)}")
        except (BackupError, UpgradeError) as error:
            sys.exit(f"Ошибка. {error}")
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            sys.exit(f"Ошибка. {place}{REASONS.get(error.errno or 0, str(error.strerror))}.")

    def _refuse_unfinished(self) -> None:
        """Start nothing in an empty database that waits for a copy: examples would take its place."""
        archive = unfinished()
        if archive and not has_content():
            sys.exit(f"Ошибка. Восстановление не закончено, повторите: make restore FILE={archive}")

    def _prepare_site(self) -> None:
        import_module("tochka.server")  # a mistake in the server's own variables is to be said now
        tell_site_its_address()
        if settings.LOAD_DEMO and demo.is_wanted():
            self.stdout.write("Заполняю пустую базу демонстрационной сетью…")
            call_command("load_demo", stdout=self.stdout)
        self._collect_static()

    def _collect_static(self) -> None:
        stamp = Path(settings.STATIC_ROOT, STAMP)
        wanted = static_fingerprint()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        self.stdout.write("Собираю и сжимаю статические файлы…")
        # Cleared first: files unpacked from an archive may be older than the copies they replace.
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(wanted)
