"""Bring the database to the code that stands here, with a copy of it made first."""

import io
import logging
from collections.abc import Callable

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from library.readings import expect_readings
from tochka.backups.making import Backup, has_content, make_backup, prune
from tochka.backups.restoring import rebuild_search
from tochka.settings.environment import BASE_DIR

logger = logging.getLogger(__name__)
Say = Callable[[str], object]


class UpgradeError(Exception):
    """The database could not be brought up to date; the one Russian line says how to get back."""


def database_is_behind() -> bool:
    """Whether there are migrations that this database has not had yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade_database(say: Say, *, always: bool = False, previous_code: str = "") -> Backup | None:
    """Migrate a database that is behind, and index its content anew; return the copy made first.

    A database without content is migrated without a copy. `always` makes the copy and the index even
    when there is nothing to migrate, and `previous_code` is the commit to name when it goes wrong.

    :raises BackupError: when the copy cannot be made; the database is then as it was.
    :raises UpgradeError: when a migration fails.
    """
    behind = database_is_behind()
    if not behind and not always:
        return None
    occupied = has_content()
    backup = None
    if occupied:
        say("Сохраняю копию перед обновлением…")
        backup = make_backup(label="before-upgrade")
        prune()
        say(f"Копия готова и проверена: {backup.path}.")
    if behind:
        say("Обновляю базу данных…")
        try:
            call_command("migrate", interactive=False, verbosity=0, stdout=io.StringIO())
        except Exception as error:
            if backup is None:
                raise
            logger.exception("The migration failed")
            raise UpgradeError(_way_back(error, backup, previous_code)) from error
        finally:
            cache.clear()
    if occupied:
        expect_readings()
        say("Собираю поиск…")
        rebuild_search()
    return backup


def _way_back(error: Exception, backup: Backup, previous_code: str) -> str:
    reason = (str(error).strip() or type(error).__name__).splitlines()[0]
    inside = backup.path.is_relative_to(BASE_DIR)
    path = backup.path.relative_to(BASE_DIR) if inside else backup.path
    code = f"git checkout {previous_code[:12]}" if previous_code else "верните прежнюю папку с кодом"
    return (
        f"Не удалось обновить базу: {reason}. Ничего не потеряно; чтобы вернуться, выполните "
        f"make restore FILE={path} FORCE=yes AS_IS=yes, затем {code} и запустите make run."
    )
