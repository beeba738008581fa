"""An installation from before files were read, brought to this code on either database.

`samples/before-readings.tar` holds the demonstration network as the code of that day loaded it on
SQLite, with its files replaced by small ones.
"""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import call_command
from django.db import ProgrammingError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings

from centers.models import Center, CenterPage
from library.models import Document, FileReading
from library.models.reading import ReadingState
from tests.tochka.installations import Installation, Template, empty_database, private_files
from tochka import upgrading
from tochka.backups.archive import Archive
from tochka.backups.making import own_backups
from tochka.backups.restoring import restore
from tochka.backups.staging import instead_of_default

pytestmark = [pytest.mark.django_db]

SAMPLE = Path(__file__).parent / "samples" / "before-readings.tar"


def applied() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def run(*arguments: str) -> str:
    output = StringIO()
    call_command(*arguments, stdout=output)
    return output.getvalue()


@pytest.fixture(scope="module")
def old_state(
    template: Template, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Template]:
    """The database and the files of that day, restored as they were."""
    folder = tmp_path_factory.mktemp("old")
    with django_db_blocker.unblock():
        database = template.copy(folder)
        places = {"DATA_DIR": folder, "MEDIA_ROOT": folder / "media"}
        with instead_of_default(database), override_settings(**places):
            empty_database()
            restore(SAMPLE, as_is=True)
            connection.close()
        made = Template(folder, database)
        yield made
        made.drop()


@pytest.fixture
def old_site(
    old_state: Template, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> Iterator[Installation]:
    """An installation of that day, the test's own."""
    settings.DATA_DIR, settings.STATIC_ROOT = tmp_path / "data", tmp_path / "static"
    settings.MEDIA_ROOT, settings.BACKUP_DIR = tmp_path / "media", tmp_path / "backups"
    settings.LOAD_DEMO = False
    settings.DATA_DIR.mkdir()
    shutil.copytree(old_state.media, settings.MEDIA_ROOT)
    database = old_state.copy(tmp_path)
    with instead_of_default(database):
        yield Installation(tmp_path, database)
    old_state.drop_copy(database)


def test_the_sample_stands_as_it_was(old_site: Installation) -> None:
    with Archive(SAMPLE) as archive:
        assert applied() == set(archive.manifest.migrations)
    assert ("library", "0002_readings") not in applied()
    assert "library_filereading" not in connection.introspection.table_names()


def test_a_migration_that_fails_says_how_to_get_back(old_site: Installation) -> None:
    before = applied()
    with (
        mock.patch.object(upgrading, "call_command", side_effect=ProgrammingError("no such column\nLINE 1")),
        pytest.raises(SystemExit) as end,
    ):
        run("upgrade", "--previous", "96cac2d0aa11")
    (saved,) = own_backups()
    assert saved.name.endswith("-before-upgrade.tar")
    assert str(end.value) == (
        "Ошибка. Не удалось обновить базу: no such column. Ничего не потеряно; чтобы вернуться, выполните "
        f"make restore FILE={saved} FORCE=yes AS_IS=yes, затем git checkout 96cac2d0aa11 "
        "и запустите make run."
    )
    assert applied() == before


def test_the_upgrade_brings_everything_along(old_site: Installation, settings: Any) -> None:
    files = private_files()
    said = run("upgrade")
    assert "Копия готова и проверена" in said
    assert "Обновлено. Запустите сайт: make run" in said
    assert not upgrading.database_is_behind()
    assert private_files() == files

    assert Document.objects.count() == 12
    waiting = FileReading.objects.filter(state=ReadingState.WAITING)
    assert waiting.count() == Document.objects.count()

    page = CenterPage.objects.get(center=Center.objects.get(slug="primernaya-sosh"))
    client = Client()
    for path in ("/", page.get_url(), f"{page.get_url()}dokumenty/", "/poisk/?q=центр", "/admin/login/"):
        assert client.get(path, HTTP_HOST="127.0.0.1").status_code == 200, path
    assert CenterPage.objects.live().search("Баткатская").count() >= 1

    with Archive(own_backups()[-1]) as archive:
        assert archive.manifest.label == "before-upgrade"
        assert ("library", "0002_readings") not in archive.manifest.migrations
        assert archive.manifest.tables["library_document"] == 12

    assert run("prepare") == ""
    count = len(own_backups())
    with mock.patch.object(upgrading, "database_is_behind", return_value=True):
        assert "Сохраняю копию перед обновлением…" in run("prepare")  # new code, and no «make upgrade»
    assert len(own_backups()) == count + 1
