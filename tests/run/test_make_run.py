"""`make run` from an empty folder to the second start, in the order in which a person meets it."""

import os
import re
import signal
import socket
import sqlite3
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from tests.run.installation import OPEN, PATIENCE, Running, environment, free_port, running, wait_for

pytestmark = [pytest.mark.launcher]

SECOND_START = 40  # seconds of work on a busy machine; an idle one does it in ten, on two cores in five
PASSWORD = re.compile(r"Пароль: +(\S+)")
MACHINERY = (
    "django_session",
    "django_tasks",
    "sqlite_",
    "wagtailsearch",
    "library_filereading",
    "library_pagetext",
    "oversight_standing",
    "centers_programtally",  # counted anew from the catalogue
)
SCHEDULE_A_PAGE = """
from datetime import timedelta
from django.utils import timezone
from centers.models import HomePage, PlainPage
page = PlainPage(title="По расписанию", slug="po-raspisaniyu", live=False)
HomePage.objects.first().add_child(instance=page)
page.go_live_at = timezone.now() - timedelta(seconds=1)
page.save_revision().publish()
page.refresh_from_db()
from wagtail.models import Page, Revision
Page.objects.filter(pk=page.pk).update(live=False)
Revision.objects.filter(object_id=str(page.pk)).update(approved_go_live_at=page.go_live_at)
"""


@pytest.fixture(scope="module")
def first(folder: Path) -> Running:
    """The first start; it runs while the tests that ask it go by."""
    with running(folder, free_port()) as site:
        site.wait_until_open()
        yield site


def people_entered(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables but those that the machinery writes by itself."""
    with sqlite3.connect(folder / "data" / "tochka.sqlite3") as database:
        query = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
        names = [name for (name,) in database.execute(query) if not name.startswith(MACHINERY)]
        return {name: database.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names}  # noqa: S608


def manage(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the installation."""
    command = [".venv/bin/python", "manage.py", *arguments]
    return subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)


def make(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run `make` in the installation and wait for its end."""
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
    )


def test_addresses_and_password_are_printed_once(first: Running) -> None:
    address = f"http://127.0.0.1:{first.port}"
    assert first.output.count(f"{address}/ ") == 1
    assert first.output.count(f"{address}/admin/") == 1
    assert len(PASSWORD.findall(first.output)) == 1
    assert "Traceback" not in first.output


def test_the_secret_and_the_data_are_private(first: Running) -> None:
    modes = {name: stat.S_IMODE((first.folder / name).stat().st_mode) for name in (".env", "data")}
    assert modes == {".env": 0o600, "data": 0o700}


def test_git_sees_nothing_that_the_start_has_made(first: Running) -> None:
    ignored = (first.folder / ".gitignore").read_text(encoding="utf-8").split()
    made = {".env", ".venv", "/data/", "/staticfiles/", "/media/*"}
    assert made <= set(ignored)


@pytest.mark.parametrize("path", ["/", "/healthz", "/admin/login/"])
def test_the_site_answers(first: Running, path: str) -> None:
    assert first.get(path).status == 200


def test_the_demonstration_network_is_there(first: Running) -> None:
    assert "Томская область" in first.get("/").read().decode()


def test_errors_show_no_insides(first: Running) -> None:
    response = first.get("/no-such-page/")
    body = response.read().decode()
    assert response.status == 404
    assert "DEBUG" not in body
    assert "tochka.urls" not in body


@pytest.mark.parametrize(
    ("path", "headers", "status", "words"),
    [
        ("/poisk/?q=" + "x" * 10_000, {}, 414, "Адрес слишком длинный"),
        ("/", {"Cookie": "a=" + "x" * 20_000}, 431, "слишком много данных"),
    ],
)
def test_what_the_server_refuses_by_itself_is_said_in_russian(
    first: Running, path: str, headers: dict[str, str], status: int, words: str
) -> None:
    response = first.get(path, **headers)
    assert response.status == status
    assert words in response.read().decode()


def test_static_files_are_compressed_and_kept_for_ever(first: Running) -> None:
    page = first.get("/").read().decode()
    address = re.search(r'href="(/static/css/print[^"]+)"', page)
    assert address
    response = first.get(address[1], **{"Accept-Encoding": "br"})
    assert response.getheader("Content-Encoding") == "br"
    assert "immutable" in str(response.getheader("Cache-Control"))


def test_a_second_start_beside_the_first_says_that_the_port_is_taken(first: Running) -> None:
    result = make(first.folder, "run", f"PORT={first.port}")
    assert result.returncode != 0
    assert result.stderr.startswith(f"Ошибка. Порт {first.port} занят")
    assert first.status("/healthz") == 200


def test_a_scheduled_page_goes_live_by_itself(first: Running) -> None:
    result = manage(first.folder, "shell", "-c", SCHEDULE_A_PAGE)
    assert result.returncode == 0, result.stderr
    wait_for(lambda: first.status("/po-raspisaniyu/") == 200, 90)


@pytest.mark.parametrize("words", ["tochka.wsgi:application", "manage.py worker"])
def test_a_dead_child_is_started_again(first: Running, words: str) -> None:
    before = first.processes(words)
    os.kill(before[0], signal.SIGKILL)
    wait_for(lambda: set(first.processes(words)) - set(before), 60)
    wait_for(lambda: first.status("/healthz") == 200, 60)


def test_a_new_password_can_be_had_at_any_time(first: Running) -> None:
    (old,) = PASSWORD.findall(first.output)
    result = make(first.folder, "password")
    (new,) = PASSWORD.findall(result.stdout)
    assert result.returncode == 0
    assert new != old


def tasks_left(folder: Path) -> int:
    """Tasks that wait for the worker: what they write must not seem to come from the next start."""
    with sqlite3.connect(folder / "data" / "tochka.sqlite3") as database:
        query = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'READY'"
        return int(database.execute(query).fetchone()[0])


def test_ctrl_c_stops_all_together(first: Running) -> None:
    assert len(first.processes()) > 3
    wait_for(lambda: tasks_left(first.folder) == 0, PATIENCE)
    first.stop(signal.SIGINT)
    wait_for(lambda: not first.processes(), 60)
    assert first.status("/healthz") == 0
    assert "Traceback" not in first.output


def test_the_second_start_is_quick_and_touches_nothing(first: Running, folder: Path) -> None:
    before, secret = people_entered(folder), (folder / ".env").read_text()
    with running(folder, first.port) as site:
        site.wait_until_open()
        assert site.cpu_seconds() < SECOND_START
        assert [line for line in site.output.splitlines() if OPEN not in line] == []
        assert site.status("/healthz") == 200
        site.stop(signal.SIGHUP)
        wait_for(lambda: not site.processes(), 60)
    after = people_entered(folder)
    assert [name for name, rows in after.items() if rows != before[name]] == []
    assert (folder / ".env").read_text() == secret


def test_output_into_a_socket_arrives_and_kill_stops_all(folder: Path, first: Running) -> None:
    here, there = socket.socketpair()
    lines: list[bytes] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(lambda: here.recv(4096), b"")))
    with running(folder, first.port, stdout=there.fileno()) as site:
        there.close()
        reader.start()
        wait_for(lambda: OPEN in b"".join(lines).decode(errors="replace"), PATIENCE)
        os.kill(site.process.pid, signal.SIGTERM)
        wait_for(lambda: not site.processes(), 60)
    reader.join(10)


def test_nothing_outlives_a_killed_supervisor(folder: Path, first: Running) -> None:
    with running(folder, first.port) as site:
        site.wait_until_open()
        (supervisor,) = site.processes("supervisord")
        os.kill(supervisor, signal.SIGKILL)
        wait_for(lambda: not site.processes(), 60)


def test_https_behind_a_proxy(folder: Path, first: Running) -> None:
    name = {"Host": "tochka.example.ru"}
    with running(folder, first.port, SITE_ADDRESS="https://tochka.example.ru") as site:
        site.wait_until_open()
        plain, proxied = (
            site.get("/", **name),
            site.get("/admin/login/", **name, **{"X-Forwarded-Proto": "https"}),
        )
        assert plain.getheader("Location") == "https://tochka.example.ru/"
        assert proxied.status == 200
        assert "max-age=31536000" in str(proxied.getheader("Strict-Transport-Security"))
        assert "Secure" in str(proxied.getheader("Set-Cookie"))
        assert site.get("/healthz").status == 200
        assert site.get("/", Host="elsewhere.example.ru", **{"X-Forwarded-Proto": "https"}).status == 400


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"SITE_ADDRESS": "http://tochka.example.ru"},
            "Ошибка настройки. По адресу http://tochka.example.ru",
        ),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "Ошибка. База данных не отвечает"),
        ({"DATA_DIR": "/proc/nowhere"}, "Ошибка настройки. Не удалось создать папку данных /proc/nowhere"),
        ({"WEB_THREADS": "много"}, "Ошибка настройки. WEB_THREADS"),
    ],
)
def test_a_wrong_setting_ends_in_one_line(
    folder: Path, first: Running, variables: dict[str, str], words: str
) -> None:
    result = make(folder, "run", f"PORT={first.port}", **variables)
    lines = [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]
    assert result.returncode != 0
    assert len(lines) == 1
    assert lines[0].startswith(words)
