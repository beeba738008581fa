"""The two Django sites: how each is made in a folder, and served by gunicorn."""

from __future__ import annotations

import http.client
import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.compare.copying import Copy

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = Path(__file__).resolve().parent / "project"
PATIENCE = 90  # seconds


class Side:
    """A folder with a site, its variables, and the server while it runs."""

    def __init__(self, name: str, folder: Path, port: int, database: str, processes: int) -> None:
        self.name, self.folder, self.port, self.database = name, folder, port, database
        self.cwd, self.server = ROOT, ["--config=python:tochka.server", "tochka.wsgi:application"]
        self.process: subprocess.Popen[bytes] | None = None
        self.variables = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PORT": str(port),
            "WEB_PROCESSES": str(processes),
        }
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, *command: str) -> str:
        """What a program of Python says in the folder of the site."""
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.cwd,
            env=self.variables,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", *self.server]
        self.process = subprocess.Popen(command, cwd=self.cwd, env=self.variables)
        self.wait_until_answers()

    def wait_until_answers(self) -> None:
        for _ in range(PATIENCE * 10):
            try:
                self.get("/")
            except OSError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError(f"{self.name}: сервер не отвечает")

    def roots(self) -> list[int]:
        """Processes whose work is that of this side: the server and its PostgreSQL."""
        folder = self.database.split("@/")[1].rsplit("/", 1)[0]
        postmaster = Path(f"/{folder.lstrip('/')}", "data", "postmaster.pid")
        return [self.process.pid if self.process else 0, int(postmaster.read_text().split()[0])]

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait()

    def get(self, path: str) -> bytes:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{self.name}: {path} — ответ {answer.status}")
        return body

    def costs(self, paths: list[str]) -> list[dict[str, Any]]:
        """Bytes and queries of each page."""
        said = self.run(str(Path(__file__).with_name("counting.py")), *paths)
        return [json.loads(line) for line in said.splitlines()]


class Ours(Side):
    def __init__(self, *arguments: Any) -> None:
        super().__init__("страница центра", *arguments)
        self.variables |= {
            "DJANGO_SETTINGS_MODULE": "bench.compare.settings",
            "ENV_FILE": "",
            "DATA_DIR": str(self.folder / "data"),
            "MEDIA_ROOT": str(self.folder / "media"),
            "DATABASE_URL": self.database,
            "SITE_ADDRESS": f"http://127.0.0.1:{self.port}",
            "LOG_LEVEL": "ERROR",
        }

    def fill(self) -> dict[str, Any]:
        """Load the demonstration network; return the address of its example and the pages around it."""
        found: dict[str, Any] = json.loads(self.run("-m", "bench.compare.ours"))
        return found


class Bare(Side):
    def __init__(self, *arguments: Any) -> None:
        super().__init__("голый Wagtail", *arguments)
        self.cwd, self.server = (
            self.folder / "school",
            ["--config=gunicorn_conf.py", "school.wsgi:application"],
        )
        host, name = self.database.split("@/")[1].rsplit("/", 1)
        self.variables |= {
            "DJANGO_SETTINGS_MODULE": "school.settings.production",
            "DATABASE_HOST": f"/{host.lstrip('/')}",
            "DATABASE_NAME": name,
        }

    def make(self) -> None:
        """`wagtail start`, with the page type and the template of `project`."""
        self.cwd.mkdir()
        wagtail = Path(sys.executable).with_name("wagtail")
        subprocess.run([wagtail, "start", "school", str(self.cwd)], stdout=subprocess.DEVNULL, check=True)
        home = self.cwd / "home"
        shutil.copy(PROJECT / "models.py", home / "models.py")
        shutil.copy(PROJECT / "content_page.html", home / "templates" / "home" / "content_page.html")
        shutil.copy(PROJECT / "local.py", self.cwd / "school" / "settings" / "local.py")
        for name in ("fill.py", "gunicorn_conf.py"):
            shutil.copy(PROJECT / name, self.cwd / name)

    def fill(self, copy: Copy, paths: list[str]) -> None:
        header, footer = copy.write(paths)
        templates = self.cwd / "school" / "templates"
        (templates / "header.html").write_text(header)
        (templates / "footer.html").write_text(footer)
        self.run("manage.py", "makemigrations", "home", "--verbosity=0")
        self.run("manage.py", "migrate", "--verbosity=0")
        self.run("fill.py", str(copy.folder / "contents.json"))
        self.run("manage.py", "collectstatic", "--noinput", "--verbosity=0")
