"""Installations with a database and files of their own, beside the one that the suite shares."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.tochka import installations
from tests.tochka.installations import Installation
from tochka.backups import restoring
from tochka.backups.staging import instead_of_default


@pytest.fixture(scope="session")
def template(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[installations.Template]:
    """A migrated database with a small network, two files and an administrator; it is only ever copied."""
    with django_db_blocker.unblock():
        made = installations.make_template(tmp_path_factory.mktemp("template"))
        yield made
        made.drop()


@pytest.fixture
def installation(
    template: installations.Template, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> Iterator[Installation]:
    """The installation that everything in the test uses; its folder is the test's own."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "data", tmp_path / "media"
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.DATA_DIR.mkdir()
    shutil.copytree(template.media, settings.MEDIA_ROOT)
    with django_db_blocker.unblock():
        database = template.copy(tmp_path / "data")
        with instead_of_default(database):
            yield Installation(tmp_path, database)
        template.drop_copy(database)


@pytest.fixture
def empty_folder(installation: Installation, settings: Any, tmp_path: Path) -> Path:
    """What a fresh clone is: the same settings, no rows, no files."""
    installations.empty_database()
    shutil.rmtree(settings.MEDIA_ROOT)
    shutil.rmtree(settings.DATA_DIR / "cache", ignore_errors=True)
    connection.close()
    return tmp_path


@pytest.fixture
def quick_schema(template: installations.Template, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables of a new database come from the template: running every migration takes half a minute."""
    monkeypatch.setattr(restoring, "_migrate_to", lambda applied: template.copy_tables())
