"""The units of `deploy/systemd`, read by systemd's own tools; `test_server_page.py` runs them."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

UNITS = Path(settings.BASE_DIR, "deploy", "systemd")
SERVICES = sorted(UNITS.glob("*.service"))
ANALYZE = shutil.which("systemd-analyze")
FOLDER = "/srv/tochka"
#: Of ten, where 0 is shut up altogether; systemd calls what is below 2 «OK» and plain units have 9.
EXPOSURE = "1.5"
SHUT = ("ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes", "UMask=0027", "User=tochka")

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="НЕТ SYSTEMD: его части не проверены.")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units with an interpreter to start, in a folder of their own."""
    folder = tmp_path_factory.mktemp("units")
    python = folder / "site" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", python)
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace(FOLDER, str(folder / "site"))
        (folder / unit.name).write_text(text, encoding="utf-8")
    return folder


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(ANALYZE), "--no-pager", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@needs_systemd
def test_systemd_finds_no_fault(installed: Path) -> None:
    found = analyze("verify", *(installed / unit.name for unit in UNITS.iterdir()))
    own = [line for line in found.stderr.splitlines() if str(installed) in line or "tochka" in line]
    assert (found.returncode, own) == (0, [])


@needs_systemd
@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_services_are_shut_up(installed: Path, service: Path) -> None:
    limit = f"--threshold={float(EXPOSURE) * 10:.0f}"
    found = analyze("security", "--offline=yes", limit, installed / service.name)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_services_say_what_they_may(service: Path) -> None:
    lines = service.read_text(encoding="utf-8").splitlines()
    assert [line for line in SHUT if line not in lines] == []
    assert "EnvironmentFile=/etc/tochka/tochka.env" in lines
    secret = re.compile(r"SECRET|PASSWORD|TOKEN|_URL=", re.I)
    assert [line for line in lines if secret.search(line)] == []


def test_all_services_are_shut_up_alike() -> None:
    """systemd has no word for «as that unit», so the lines stand in each."""

    def lines(path: Path) -> list[str]:
        text = path.read_text(encoding="utf-8")
        block = re.search(r"^# Система видна .+?^UMask=0027$", text, re.M | re.S)
        assert block
        return [line for line in block[0].splitlines() if not line.startswith("ReadWritePaths=")]

    assert all(lines(service) == lines(SERVICES[0]) for service in SERVICES)


def test_the_worker_leaves_the_nightly_copy_to_the_timer() -> None:
    worker = (UNITS / "tochka-worker.service").read_text(encoding="utf-8")
    assert "Environment=NIGHTLY_BACKUP=no" in worker
    copy = (UNITS / "tochka-backup.service").read_text(encoding="utf-8")
    assert "manage.py backup --scheduled" in copy
