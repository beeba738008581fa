"""The launcher's refusals: one clear line, a non-zero exit, no traceback."""

import errno
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

from tests.run.installation import SOURCE, copy_project, environment
from tochka import env_file, launch

LAUNCHER = "tochka/launch.py"
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin"


def refused(result: subprocess.CompletedProcess[str]) -> str:
    """The one line of a refusal."""
    assert result.returncode != 0
    assert result.stderr.count("\n") == 1, result.stderr
    return result.stderr


def start(*command: str, folder: Path = SOURCE, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload,no-any-return]


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A launcher that makes and installs nothing."""
    for name in ("make_data_folder", "install", "ensure_secret", "manage", "supervise"):
        monkeypatch.setattr(launch, name, mock.Mock(return_value=0))
    monkeypatch.setattr(launch, "hold_site", mock.MagicMock())


@pytest.fixture
def everybodys_folder() -> Iterator[Path]:
    """The launcher alone in a folder that everybody can read and nobody but its owner write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tochka").mkdir()
        for name in (LAUNCHER, "tochka/env_file.py"):
            shutil.copy(SOURCE / name, folder / name)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def nobody() -> dict[str, object]:
    """Options of `subprocess` that take root's power to write everywhere away."""
    return {} if os.geteuid() else {"user": 65534, "group": 65534, "extra_groups": []}


@pytest.mark.usefixtures("untouched")
def test_a_taken_port(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("PORT", str(server.getsockname()[1]))
        assert launch.main(["run"]) == 1
    assert capsys.readouterr().err.startswith(f"Ошибка. Порт {os.environ['PORT']} занят")


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("host", "port"), [("127.0.0.1", "восемь"), ("127.0.0.1", "99999"), ("no such host", "80")]
)
def test_a_port_that_is_none(
    host: str, port: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOST", host)
    monkeypatch.setenv("PORT", port)
    assert launch.main(["run"]) == 1
    assert port in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "fast"]])
def test_an_unknown_command_names_the_known_ones(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert launch.main(arguments) == 1
    assert "run, prepare, password, backup, verify, restore, upgrade, develop" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(everybodys_folder: Path) -> None:
    python = shutil.which("python3", path=SYSTEM_PATH) or sys.executable
    result = start(python, LAUNCHER, "password", folder=everybodys_folder, **nobody())
    assert "нет права записи" in refused(result)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "только для чтения"),
        (errno.ENOSPC, "на диске нет места"),
        (errno.EACCES, "нет права записи"),
    ],
)
def test_a_disk_that_refuses(number: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    refusal = OSError(number, os.strerror(number), "/srv/tochka/data")
    with mock.patch.object(launch, "make_data_folder", side_effect=refusal):
        assert launch.main(["develop"]) == 1
    assert capsys.readouterr().err == f"Ошибка. /srv/tochka/data: {launch.REASONS[number]}.\n"
    assert words in launch.REASONS[number]


def test_an_old_python_without_a_newer_one(tmp_path: Path) -> None:
    program = (
        f"import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_path({LAUNCHER!r}, run_name='__main__')"
    )
    result = start(sys.executable, "-c", program, env={"PATH": str(tmp_path)})
    assert "Нужен Python 3.11 или новее, а здесь 3.9" in refused(result)


def test_an_old_python_gives_way_to_a_newer_one(tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\necho "newer: $@"\n')
    newer.chmod(0o755)
    program = f"import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = [{LAUNCHER!r}, 'run']; "
    program += f"runpy.run_path({LAUNCHER!r}, run_name='__main__')"
    result = start(sys.executable, "-c", program, env={"PATH": str(tmp_path)})
    assert (result.returncode, result.stdout) == (0, f"newer: {LAUNCHER} run\n")


def test_no_python_at_all() -> None:
    result = start("make", "run", "PYTHON=no-such-python", env=environment())
    assert result.stderr.startswith("Ошибка. Нет команды no-such-python.")
    assert result.returncode != 0


def test_no_venv_module_and_no_right_to_install_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launch, "make_data_folder", lambda: None)
    monkeypatch.setattr(launch, "venv_works", lambda: False)
    monkeypatch.setattr(launch.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(launch.os, "geteuid", lambda: 1000)
    assert launch.main(["develop"]) == 1
    assert f"sudo apt install python3.{sys.version_info[1]}-venv" in capsys.readouterr().err


@pytest.mark.launcher
def test_no_network(tmp_path: Path) -> None:
    copy_project(tmp_path)
    variables = {name: value for name, value in environment().items() if not name.startswith("PIP_")}
    offline = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1", "PIP_CONFIG_FILE": os.devnull}
    result = start(sys.executable, LAUNCHER, "develop", folder=tmp_path, env={**variables, **offline})
    assert (
        refused(result)
        == "Ошибка. Не удалось установить библиотеки: нет связи с сетью. Проверьте её и повторите.\n"
    )


def test_a_secret_is_made_once_and_other_lines_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("SECRET_KEY=\nPORT=8001\n", encoding="utf-8")
    monkeypatch.setattr(launch, "ENV_FILE", str(file))
    monkeypatch.delenv("SECRET_KEY")
    launch.ensure_secret()
    first = file.read_text(encoding="utf-8")
    launch.ensure_secret()
    assert file.read_text(encoding="utf-8") == first
    assert first.splitlines()[1:] == ["PORT=8001"]
    assert len(first.splitlines()[0]) > 60
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_process_outweighs_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("# PORT=1\nexport PORT='8001'\nHOST=\"::1\"\n", encoding="utf-8")
    monkeypatch.setattr(launch, "ENV_FILE", str(file))
    monkeypatch.delenv("HOST", raising=False)
    monkeypatch.setenv("PORT", "8002")
    values = launch.read_environment()
    assert (values["HOST"], values["PORT"]) == ("::1", "8002")


def test_the_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    """Windows puts a mark before the first line, and people put spaces around the sign."""
    file = tmp_path / ".env"
    lines = [
        "SECRET_KEY = 'one two'",
        "",
        "  # note",
        'export PORT="80\\"01"',
        "DATABASE_URL=  postgres://a:b=c@d/e  ",
        "EMPTY=",
    ]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert env_file.read(str(file)) == {
        "SECRET_KEY": "one two",
        "PORT": '80"01',
        "DATABASE_URL": "postgres://a:b=c@d/e",
        "EMPTY": "",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("# ключ\nPORT=8001\n".encode("cp1251"), "сохранён не в UTF-8"),
        (b"PORT=8001\nDATABASE_URL postgres://a:tayna@b/c\n", "не понята строка 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_one_line(
    tmp_path: Path, content: bytes, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / ".env"
    file.write_bytes(content)
    variables = {**os.environ, "ENV_FILE": str(file)}
    for command in ([LAUNCHER, "run"], ["manage.py", "check"]):
        said = start(sys.executable, *command, env=variables)
        assert said.returncode == 1
        assert words in said.stderr
        assert (said.stderr.count("\n"), "tayna" in said.stderr + said.stdout) == (1, False)


def test_what_is_written_into_a_file_stays_in_order(tmp_path: Path) -> None:
    """The children open the file anew, and the launcher writes on where it has been."""
    code = (
        "import os, subprocess, sys; from tochka import launch; launch.say('one'); "
        "out = launch.output_that_children_can_open(); "
        "subprocess.run('echo two >> /dev/fd/1', shell=True, stdout=out, check=True); launch.say('three')"
    )
    with (tmp_path / "log").open("w") as log:
        subprocess.run([sys.executable, "-c", code], cwd=SOURCE, stdout=log, check=True)
    assert (tmp_path / "log").read_text().split() == ["one", "two", "three"]


def test_a_killed_launcher_takes_the_command_that_it_runs_with_it(tmp_path: Path) -> None:
    """The lock goes with the launcher: whoever starts again must not meet the first one's command."""
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n", encoding="utf-8")
    fake.chmod(0o700)
    code = f"from tochka import launch; launch.PYTHON = {str(fake)!r}; launch.manage('prepare')"
    launcher = subprocess.Popen([sys.executable, "-c", code], cwd=SOURCE)
    try:
        wait_until(lambda: (tmp_path / "pid").is_file() and (tmp_path / "pid").read_text().strip())
        child = int((tmp_path / "pid").read_text())
        launcher.terminate()
        launcher.wait(10)
        wait_until(lambda: not Path(f"/proc/{child}").exists() or is_dead(child))
    finally:
        launcher.kill()


def is_dead(process: int) -> bool:
    """Whether a process has ended; nobody may have asked for its code yet."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"


def wait_until(happens: Callable[[], object], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_libraries_are_installed_only_when_the_pins_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("wagtail==8.0.1\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(launch, "BASE_DIR", str(tmp_path))
    monkeypatch.setattr(launch, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(launch, "venv_works", lambda: True)
    with mock.patch.object(launch, "run_logged") as pip:
        launch.install("requirements.txt")
        launch.install("requirements.txt")
        assert pip.call_count == 1
        (tmp_path / "requirements.txt").write_text("wagtail==8.0.2\n")
        launch.install("requirements.txt")
        assert pip.call_count == 2


def test_only_one_at_a_time_runs_or_changes_the_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(launch, "INSTALL_LOG", str(tmp_path / "install.log"))
    monkeypatch.setattr(launch, "make_data_folder", lambda: None)
    with launch.hold_site("make run"):
        for command in (["upgrade"], ["upgrade", "-"], ["restore", "backups/copy.tar"]):
            assert launch.main(command) == 1
            error = capsys.readouterr().err
            assert error.startswith("Ошибка. Сайт сейчас работает. Остановите его")
            assert error.count("\n") == 1
    launch.hold_site("make run").close()


@pytest.mark.usefixtures("untouched")
def test_a_restore_without_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["restore"], ["restore", ""]):
        assert launch.main(arguments) == 1
        assert "make restore FILE=backups/" in capsys.readouterr().err


@pytest.mark.usefixtures("untouched")
def test_a_restore_hands_its_words_on() -> None:
    assert launch.main(["restore", "/srv/a copy.tar", "--force", "--as-is"]) == 0
    launch.manage.assert_called_once_with("restore", "/srv/a copy.tar", "--force", "--as-is")  # type: ignore[attr-defined]


def repository(folder: Path) -> Path:
    """A repository of one commit."""
    folder.mkdir()
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["config", "user.name", "a"],
        ["config", "user.email", "a@b"],
    ):
        start("git", *command, folder=folder)
    return commit(folder, "one")


def commit(folder: Path, text: str) -> Path:
    (folder / "file").write_text(text)
    start("git", "add", "file", folder=folder)
    start("git", "commit", "--quiet", "--message", text, folder=folder)
    return folder


def head(folder: Path) -> str:
    return start("git", "rev-parse", "HEAD", folder=folder).stdout.strip()


def test_new_code_is_pulled_and_the_old_one_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    origin = repository(tmp_path / "origin")
    start("git", "clone", "--quiet", str(origin), str(tmp_path / "clone"))
    old = head(origin)
    commit(origin, "two")
    monkeypatch.setattr(launch, "BASE_DIR", str(tmp_path / "clone"))
    assert launch.pull() == old
    assert head(tmp_path / "clone") == head(origin)


def test_code_that_was_changed_here_is_not_pulled_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = repository(tmp_path / "origin")
    start("git", "clone", "--quiet", str(origin), str(tmp_path / "clone"))
    commit(origin, "two")
    (tmp_path / "clone" / "file").write_text("changed by hand")
    monkeypatch.setattr(launch, "BASE_DIR", str(tmp_path / "clone"))
    with pytest.raises(launch.LaunchError, match="на сайте ничего не изменилось"):
        launch.pull()
    assert (tmp_path / "clone" / "file").read_text() == "changed by hand"


def test_a_folder_without_git_has_its_code_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "BASE_DIR", str(tmp_path))
    assert launch.pull() == ""


def test_a_branch_that_follows_none_has_its_code_already(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = repository(tmp_path / "alone")
    monkeypatch.setattr(launch, "BASE_DIR", str(folder))
    assert launch.pull() == head(folder)


@pytest.mark.parametrize(("parent", "code", "said"), [("python", 0, "alive\n"), ("supervisord", -15, "")])
def test_a_child_ends_when_its_parent_was_gone_before_it_could_ask(parent: str, code: int, said: str) -> None:
    child = f"from tochka.launch import end_with_parent; end_with_parent({parent!r}); print('alive')"
    result = subprocess.run(
        [sys.executable, "-c", child], cwd=SOURCE, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (code, said)
