"""`make backup` beside a running site, `make restore` in a second folder, `make upgrade` there."""

import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.run.installation import copy_project, environment, free_port, running

pytestmark = [pytest.mark.launcher]


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `make` in an installation and wait for its end."""
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def backup(folder: Path) -> Path:
    """The copy made while the site runs; its file has left the folder, as it should."""
    with running(folder, free_port()) as site:
        site.wait_until_open()
        made = make(folder, "backup")
        refused = make(folder, "restore", "FILE=backups/none.tar", "FORCE=yes")
        assert site.status("/healthz") == 200
    assert made.returncode == 0, made.stderr
    assert "Копия готова и проверена" in made.stdout
    assert refused.stderr.startswith("Ошибка. Сайт сейчас работает.")
    (path,) = (folder / "backups").glob("tochka-*.tar")
    return path.rename(folder.parent / "копия с диска.tar")


@pytest.fixture(scope="module")
def second(folder: Path, backup: Path) -> Path:
    """Another folder with nothing but the code; the libraries are the first one's, to save a minute."""
    target = folder.parent / "второй компьютер"
    target.mkdir()
    copy_project(target)
    (target / ".venv").symlink_to(folder / ".venv")
    return target


def test_the_archive_opens_with_any_tar(backup: Path) -> None:
    with tarfile.open(backup) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))  # type: ignore[arg-type]
    assert manifest["tables"]["centers_center"] > 0
    assert not re.search(r"SECRET_KEY", backup.read_bytes().decode("latin-1"))


def test_a_site_is_restored_in_an_empty_folder_and_upgraded(second: Path, backup: Path) -> None:
    done = make(second, "restore", f"FILE={backup}")
    assert done.returncode == 0, done.stderr
    assert "Создан файл .env" in done.stdout
    assert "Число строк и контрольная сумма каждого файла проверены." in done.stdout

    again = make(second, "restore", f"FILE={backup}")
    assert again.returncode != 0
    assert again.stderr.splitlines()[0].startswith("Ошибка. В базе уже есть данные.")

    upgraded = make(second, "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    assert len(list((second / "backups").glob("tochka-*-before-upgrade.tar"))) == 1
    assert "Обновлено. Запустите сайт: make run" in upgraded.stdout

    with running(second, free_port()) as site:
        site.wait_until_open()
        assert "Пароль:" not in site.output
        page = site.get("/").read().decode()
        assert "Томская область" in page
        document = re.search(r'href="(/d/[^"/]+/)', site.get(_documents(site)).read().decode())
        assert document
        assert site.status(document[1]) == 200


def _documents(site: object) -> str:
    """Address of the documents of the example centre."""
    sitemap = site.get("/tomskaya-oblast/").read().decode()  # type: ignore[attr-defined]
    return re.findall(r'href="(/tomskaya-oblast/[^"]+/primernaya-sosh/)', sitemap)[0] + "dokumenty/"
