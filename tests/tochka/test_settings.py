"""A production installation refuses what is unsafe and says why in one line."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tochka.settings import environment

SECRET = "a-secret-of-these-tests-long-enough-for-every-check-0123456789"
SHOW = "from tochka.settings import base; print(eval({expression!r}, vars(base)))"


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the project under production settings and these variables alone."""
    environ = {"PATH": os.environ["PATH"], "ENV_FILE": "", "DATA_DIR": str(folder), **variables}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


def setting(folder: Path, expression: str, **variables: str) -> str:
    """Value of an expression over the production settings, as text."""
    variables = {"SECRET_KEY": SECRET, **variables}
    result = run(folder, "-c", SHOW.format(expression=expression), **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "SECRET_KEY"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "http://tochka.example.ru"}, "https://"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "http://10.0.0.5:8000"}, "https://"),
        ({"SECRET_KEY": SECRET, "HOST": "0.0.0.0"}, "https://"),  # noqa: S104
        ({"SECRET_KEY": SECRET, "HOST": "0.0.0.0", "SITE_ADDRESS": "http://127.0.0.1:8000"}, "https://"),  # noqa: S104
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "tochka.example.ru"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://tochka.example.ru/school"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "mysql://root@localhost/tochka"}, "DATABASE_URL"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "sqlite:////proc/nowhere/tochka.sqlite3"}, "/proc/nowhere"),
        ({"SECRET_KEY": SECRET, "MAX_DOCUMENT_MB": "много"}, "MAX_DOCUMENT_MB"),
        ({"SECRET_KEY": SECRET, "LOG_LEVEL": "громко"}, "LOG_LEVEL"),
        ({"SECRET_KEY": SECRET, "PROXY_ADDRESSES": "proxy"}, "PROXY_ADDRESSES"),
        ({"SECRET_KEY": SECRET, "STORAGE_URL": "https://storage.example.ru/tochka"}, "STORAGE_URL"),
        ({"SECRET_KEY": SECRET, "STORAGE_URL": "s3://key:secret@storage.example.ru"}, "бакет"),
        ({"SECRET_KEY": SECRET, "STORAGE_URL": "s3+http://key:secret@storage.example.ru/a"}, "s3://"),
        ({"SECRET_KEY": SECRET, "EMAIL_HOST": "smtp.example.ru"}, "EMAIL_FROM"),
        ({"SECRET_KEY": SECRET, "EMAIL_ENCRYPTION": "да"}, "EMAIL_ENCRYPTION"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://tochka.ru:abc"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://[bad"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://a b.ru"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://user:p@t.ru"}, "SITE_ADDRESS"),
        ({"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "a b.ru"}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "127.0.0.1/tochka"}, "DATABASE_URL должен начинаться"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "//tochka:p@127.0.0.1/tochka"}, "DATABASE_URL должен"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "postgres://u:p@h:abc/db"}, "DATABASE_URL не похож"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "postgres://"}, "DATABASE_URL не похож"),
        ({"SECRET_KEY": SECRET, "DATABASE_URL": "postgres://u:p@127.0.0.1:5432"}, "DATABASE_URL не похож"),
        ({"SECRET_KEY": SECRET, "CACHE_URL": "redis://h[/0"}, "CACHE_URL"),
        ({"SECRET_KEY": SECRET, "CACHE_URL": "redis://h:abc/0"}, "CACHE_URL"),
        ({"SECRET_KEY": SECRET, "REQUIRE_SECOND_FACTOR": "всегда"}, "REQUIRE_SECOND_FACTOR может быть yes"),
        ({"SECRET_KEY": SECRET, "LOGINS_KEPT": "-1"}, "LOGINS_KEPT должно быть не меньше 1, а задано -1"),
        ({"SECRET_KEY": SECRET, "BACKUP_HOUR": "25"}, "BACKUP_HOUR должно быть от 0 до 23"),
    ],
)
def test_a_mistake_ends_in_one_russian_line(tmp_path: Path, variables: dict[str, str], words: str) -> None:
    result = run(tmp_path, "manage.py", "check", **variables)
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Ошибка настройки. ")
    assert words in result.stderr


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:8000", "http://demo.localhost"]
)
def test_plain_http_is_accepted_on_this_machine(tmp_path: Path, address: str) -> None:
    assert setting(tmp_path, "SECURE_SSL_REDIRECT, SITE_ADDRESS", SITE_ADDRESS=address + "/") == str(
        (False, address)
    )


def test_https_turns_every_protection_on(tmp_path: Path) -> None:
    names = "SECURE_SSL_REDIRECT, SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE"
    shown = setting(tmp_path, f"[{names}, SECURE_HSTS_SECONDS]", SITE_ADDRESS="https://tochka.example.ru")
    assert shown == str([True, True, True, 31_536_000])


@pytest.mark.parametrize(
    ("asked", "is_promised"),
    [({}, False), ({"HSTS_SUBDOMAINS": "no"}, False), ({"HSTS_SUBDOMAINS": "yes"}, True)],
)
def test_https_is_promised_for_other_sites_of_the_name_only_when_asked(
    tmp_path: Path, asked: dict[str, str], is_promised: bool
) -> None:
    """`mail.school.ru` must not stop opening because the centre's site at `school.ru` has got https."""
    variables = {"SECRET_KEY": SECRET, "SITE_ADDRESS": "https://school.ru", **asked}
    shown = setting(tmp_path, "[SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD]", **variables)
    assert shown == str([is_promised, is_promised])
    deployed = run(tmp_path, "manage.py", "check", "--deploy", "--fail-level", "WARNING", **variables)
    assert deployed.returncode == 0, deployed.stderr


@pytest.mark.parametrize(
    ("asked", "answer"), [("yes", True), ("Да", True), ("1", True), ("no", False), ("НЕТ", False), ("", True)]
)
def test_yes_and_no_are_understood_as_people_write_them(tmp_path: Path, asked: str, answer: bool) -> None:
    assert setting(tmp_path, "NIGHTLY_BACKUP", NIGHTLY_BACKUP=asked) == str(answer)


def test_an_empty_number_is_the_usual_one(tmp_path: Path) -> None:
    assert setting(tmp_path, "BACKUPS_KEPT, BIN_DAYS", BACKUPS_KEPT="", BIN_DAYS=" 30 ") == str((7, 30))


def test_production_never_debugs(tmp_path: Path) -> None:
    assert setting(tmp_path, "DEBUG", DEBUG="True") == "False"


def test_hosts_are_the_address_and_those_named(tmp_path: Path) -> None:
    shown = setting(
        tmp_path,
        "ALLOWED_HOSTS[:3]",
        SITE_ADDRESS="https://tochka.example.ru",
        ALLOWED_HOSTS="a.example.ru,b.example.ru",
    )
    assert shown == str(["tochka.example.ru", "a.example.ru", "b.example.ru"])


def test_a_russian_name_is_the_one_that_browsers_send(tmp_path: Path) -> None:
    shown = setting(
        tmp_path,
        "SITE_ADDRESS, ALLOWED_HOSTS[:3]",
        SITE_ADDRESS="https://Точкароста.рф/",
        ALLOWED_HOSTS="www.точкароста.рф, .пример.рф",
    )
    name = "xn--80aa2apclicg8b.xn--p1ai"
    assert shown == str((f"https://{name}", [name, f"www.{name}", ".xn--e1afmkfd.xn--p1ai"]))


def test_what_is_left_empty_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    """The sample's sign of a note was taken away, and nothing written in its place."""
    names = ("MEDIA_ROOT", "BACKUP_DIR", "SITE_ADDRESS", "LOG_LEVEL", "LOG_FORMAT", "EMAIL_ENCRYPTION")
    shown = setting(tmp_path, "str(MEDIA_ROOT), str(BACKUP_DIR), SITE_ADDRESS", **dict.fromkeys(names, ""))
    assert shown == str(
        (str(settings.BASE_DIR / "media"), str(settings.BASE_DIR / "backups"), "http://127.0.0.1:8000")
    )


def test_the_folder_of_an_sqlite_file_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "папка с пробелом и 100%"
    name = setting(folder, "DATABASES['default']['NAME']")
    assert name == str(folder / "tochka.sqlite3")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_relative_sqlite_path_counts_from_the_project(tmp_path: Path) -> None:
    shown = setting(tmp_path, "DATABASES['default']['NAME']", DATABASE_URL="sqlite:///data/other.sqlite3")
    assert shown == str(settings.BASE_DIR / "data" / "other.sqlite3")


def test_postgresql_connections_are_kept_and_checked(tmp_path: Path) -> None:
    expression = "[DATABASES['default'][key] for key in ('ENGINE', 'NAME', 'CONN_HEALTH_CHECKS')]"
    shown = setting(tmp_path, expression, DATABASE_URL="postgres://tochka:secret@db.example.ru/tochka")
    assert shown == str(["django.db.backends.postgresql", "tochka", True])


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.0.1", "::1", "localhost", "a.localhost"])
def test_loopback_is_known(host: str) -> None:
    assert environment.is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "::", "localhost.example.ru", "example.ru"])  # noqa: S104
def test_other_hosts_are_no_loopback(host: str) -> None:
    assert not environment.is_loopback(host)
