"""Run every check of the code that is not a test; `make check` and `make test` call this.

All of them run even when one fails, and the exit code tells whether all passed.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE = (sys.executable, "-m")
MANAGE = (sys.executable, "manage.py")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "tochka.settings.base",
    "ENV_FILE": "",
    "SITE_ADDRESS": "https://tochka.example.ru",
}

CHECKS = (
    ("оформление кода", (*MODULE, "ruff", "format", "--check", "--quiet", "."), {}),
    ("ошибки в коде", (*MODULE, "ruff", "check", "--quiet", "."), {}),
    ("отступы шаблонов", (*MODULE, "djhtml", "--check", "--tabwidth", "4", "templates"), {}),
    ("ошибки в шаблонах", (*MODULE, "djlint", "--lint", "--quiet", "templates"), {}),
    ("типы", (*MODULE, "mypy"), {}),
    ("границы модулей", (str(Path(sys.executable).with_name("lint-imports")), "--no-cache"), {}),
    (
        "миграции",
        (*MANAGE, "makemigrations", "--check", "--dry-run"),
        {"DJANGO_SETTINGS_MODULE": "tochka.settings.test"},
    ),
    ("защита сайта по https", (*MANAGE, "check", "--deploy", "--fail-level=INFO"), PRODUCTION),
)


def passes(name: str, command: tuple[str, ...], variables: dict[str, str]) -> bool:
    """Run one check, show its output if it fails, and return whether it passed."""
    started = time.monotonic()
    environment = {**os.environ, "SECRET_KEY": secrets.token_urlsafe(50), **variables}
    result = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    word = "нет" if result.returncode else "да"
    print(f"{name}: {word} ({time.monotonic() - started:.0f} с)", flush=True)
    if result.returncode:
        print(result.stdout, flush=True)
    return not result.returncode


def main() -> int:
    results = [passes(*check) for check in CHECKS]
    print("Проверки кода пройдены." if all(results) else "Проверки кода не пройдены.", flush=True)
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
