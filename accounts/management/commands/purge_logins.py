from typing import Any

from django.core.management.base import BaseCommand

from accounts.journal import purge


class Command(BaseCommand):
    """Drop old lines of the log of logins, and rows of sessions that have ended."""

    help = "Удаляет записи журнала входов старше срока хранения (LOGINS_KEPT) и следы закрытых сеансов."

    def handle(self, *_args: Any, **_options: Any) -> None:
        logins, sittings = purge()
        self.stdout.write(f"Удалено записей о входах: {logins}, следов сеансов: {sittings}.")
