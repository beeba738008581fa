"""Bring the checkers of others onto this machine: Node's into `.cache`, Node and Java as Debian packages.

Needs nothing but the standard library; `tests/run_all.py` calls `install()` before the suite.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tochka import launch

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / ".cache" / "checkers"
MODULES = FOLDER / "node_modules"
STAMP = FOLDER / "installed"
#: What each checker needs: the command that tells whether it is there, and its package.
PROGRAMS = {"node": "nodejs", "npm": "npm", "java": "default-jre-headless"}
SOURCES = ("package.json", "package-lock.json")


def missing_programs() -> list[str]:
    """Commands that this machine lacks."""
    return [command for command in PROGRAMS if shutil.which(command) is None]


def is_installed() -> bool:
    """Whether everything that the checkers need is here, in the versions of the lock."""
    wanted = launch.fingerprint(*(str(HERE / name) for name in SOURCES))
    return not missing_programs() and STAMP.is_file() and STAMP.read_text() == wanted


def install() -> None:
    """Install what is missing. Raises `launch.LaunchError` without the right or the network."""
    if is_installed():
        return
    missing = missing_programs()
    if missing:
        launch.install_packages(*(PROGRAMS[command] for command in missing))
    launch.say("Ставлю проверяющие программы из tests/checkers/package-lock.json…")
    FOLDER.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    for name in SOURCES:
        shutil.copy2(HERE / name, FOLDER / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    log = FOLDER / "install.log"
    with log.open("w") as output:
        code = subprocess.call(command, cwd=FOLDER, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    if code:
        raise launch.LaunchError(f"Не удалось поставить проверяющие программы, подробности в {log}")
    STAMP.write_text(launch.fingerprint(*(str(HERE / name) for name in SOURCES)))


def environment() -> dict[str, str]:
    """Variables under which the checkers run."""
    return {**os.environ, "NODE_PATH": str(MODULES)}


def binary(name: str) -> str:
    """Path of a command of the installed checkers."""
    return str(MODULES / ".bin" / name)
