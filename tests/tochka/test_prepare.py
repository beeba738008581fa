"""`manage.py prepare`: what a start brings up to date, and what it leaves alone."""

from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import OperationalError
from wagtail.models import Site

from tochka import upgrading

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_static_folder(settings: LazySettings, tmp_path: Path) -> None:
    """Static files of one small source, and no demonstration network."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "site.css").write_text("a { color: red }")
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.LOAD_DEMO = False


def output_of(**options: object) -> str:
    output = StringIO()
    call_command("prepare", stdout=output, **options)
    return output.getvalue()


def test_the_first_start_issues_a_password_and_the_second_says_nothing() -> None:
    assert "Пароль:" in output_of()
    assert output_of() == ""


def test_static_files_are_collected_again_only_when_a_source_changed(
    settings: LazySettings, tmp_path: Path
) -> None:
    output_of()
    assert (tmp_path / "collected" / "site.css").is_file()
    (tmp_path / "sources" / "site.css").write_text("a { color: green }")
    assert "Собираю" in output_of()
    assert "green" in (tmp_path / "collected" / "site.css").read_text()


@pytest.mark.parametrize(
    ("address", "hostname", "port"),
    [
        ("https://tochka.example.ru", "tochka.example.ru", 443),
        ("http://127.0.0.1:8121", "127.0.0.1", 8121),
        ("http://localhost", "localhost", 80),
    ],
)
def test_the_default_site_learns_its_address(
    settings: LazySettings, address: str, hostname: str, port: int
) -> None:
    settings.SITE_ADDRESS = address
    settings.HTTPS = address.startswith("https")
    output_of()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == (hostname, port)


def test_another_password_leaves_the_site_alone(settings: LazySettings, tmp_path: Path) -> None:
    settings.SITE_ADDRESS = "http://127.0.0.1:8121"
    before = list(Site.objects.values_list("hostname", "port"))
    assert "Пароль:" in output_of(new_password=True)
    assert list(Site.objects.values_list("hostname", "port")) == before
    assert not (tmp_path / "collected").exists()


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OperationalError("connection refused\nIs the server running?"), "База данных не отвечает"),
        (PermissionError(13, "Permission denied", "/srv/staticfiles"), "/srv/staticfiles"),
    ],
)
def test_trouble_ends_in_one_line(error: Exception, words: str) -> None:
    with (
        mock.patch.object(upgrading, "database_is_behind", side_effect=error),
        pytest.raises(SystemExit) as end,
    ):
        output_of()
    assert words in str(end.value)
    assert "\n" not in str(end.value)
