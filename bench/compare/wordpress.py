"""WordPress as Debian has it, with MariaDB, PHP and nginx, in a folder of its own; no page is kept."""

from __future__ import annotations

import glob
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bs4 import Tag

from bench.compare import reading
from bench.compare.sides import PATIENCE, Side
from tests.run_all import run_as
from tochka import launch

FILES = Path(__file__).resolve().parent / "press"
CODE = Path("/usr/share/wordpress")
PACKAGES = (
    "wordpress",
    "wordpress-theme-twentytwentythree",
    "php-fpm",
    "php-mysql",
    "mariadb-server",
    "nginx-light",
)


def fpm() -> str | None:
    return max(glob.glob("/usr/sbin/php-fpm*"), default=None)


def missing() -> str:
    """Why WordPress cannot be asked; empty when it can."""
    there = fpm() and CODE.exists() and shutil.which("mariadbd") and shutil.which("nginx")
    if os.geteuid() != 0:
        return "нужны права администратора"
    if not there or not (CODE / "wp-content/themes/twentytwentythree").exists():
        os.environ["RUNLEVEL"] = "1"  # nothing of it is started by Debian
        try:
            launch.install_packages(*PACKAGES)
        except launch.LaunchError as error:
            return str(error)
    return ""


class Press(Side):
    """MariaDB, php-fpm with as many processes as our side answers at once, nginx."""

    def __init__(self, folder: Path, port: int, processes: int) -> None:
        super().__init__("WordPress", folder, port, "", processes)
        self.children = 4 * processes
        self.site, self.socket = folder / "site", folder / "mariadb.sock"
        self.running: list[subprocess.Popen[bytes]] = []

    def write(self, name: str, target: Path) -> None:
        words = {"folder": self.folder, "port": self.port, "socket": self.socket, "children": self.children}
        text = (FILES / name).read_text()
        for word, value in {**words, "host": f"127.0.0.1:{self.port}"}.items():
            text = text.replace(f"@{word}@", str(value))
        target.write_text(text)

    def background(self, *command: str, **account: Any) -> None:
        log = (self.folder / "log").open("ab")
        self.running.append(subprocess.Popen(command, stdout=log, stderr=log, **account))

    def make(self, contents: dict[str, Any]) -> None:
        """Start the database, copy the code, install and fill."""
        for place in (self.folder.parent, self.folder):  # three accounts work in it
            place.chmod(0o755)
        data, account = self.folder / "data", run_as("mysql")
        for place in (self.folder, data):
            place.mkdir(exist_ok=True)
            os.chown(place, account["user"], account["group"])
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"]
        command = [*install, "--auth-root-authentication-method=normal"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, **account)
        options = ["--no-defaults", f"--datadir={data}", f"--socket={self.socket}", "--skip-networking"]
        self.background("mariadbd", *options, f"--pid-file={self.folder}/mariadb.pid", **account)
        self.wait_for(self.socket)
        shutil.copytree(CODE, self.site, ignore=shutil.ignore_patterns("wp-config.php"), dirs_exist_ok=True)
        self.write("wp-config.php", self.site / "wp-config.php")
        shutil.copy(FILES / "fill.php", self.site / "fill.php")
        create = ["mariadb", "--no-defaults", f"--socket={self.socket}", "--user=root"]
        subprocess.run([*create, "--execute=CREATE DATABASE press"], check=True)
        path = self.folder / "contents.json"
        path.write_text(json.dumps(contents, ensure_ascii=False))
        variables = {**os.environ, "PRESS_HOST": f"127.0.0.1:{self.port}"}
        subprocess.run(["php", "fill.php", str(path)], cwd=self.site, env=variables, check=True)

    def start(self) -> None:
        self.write("fpm.conf", self.folder / "fpm.conf")
        self.write("nginx.conf", self.folder / "nginx.conf")
        self.background(fpm() or "", "--nodaemonize", f"--fpm-config={self.folder}/fpm.conf")
        self.wait_for(self.folder / "php.sock")
        self.background(
            shutil.which("nginx") or "", "-c", f"{self.folder}/nginx.conf", "-p", str(self.folder)
        )
        self.wait_until_answers()

    def costs(self, paths: list[str]) -> list[dict[str, Any]]:
        """Bytes of each page; MariaDB counts what it was asked meanwhile."""
        found = []
        for path in paths:
            before = self.questions()
            body = self.get(path)
            found.append({"path": path, "bytes": len(body), "queries": self.questions() - before - 1})
        return found

    def questions(self) -> int:
        command = [
            "mariadb",
            "--no-defaults",
            f"--socket={self.socket}",
            "--user=root",
            "--skip-column-names",
        ]
        asked = [*command, "--batch", "--execute=SHOW GLOBAL STATUS LIKE 'Questions'"]
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split()[1])

    def wait_for(self, path: Path) -> None:
        deadline = time.monotonic() + PATIENCE
        while not path.exists():
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "log").read_text())
            time.sleep(0.1)

    def roots(self) -> list[int]:
        return [process.pid for process in self.running]

    def stop(self) -> None:
        for process in reversed(self.running):
            process.terminate()
            process.wait()


def contents_of(side: Side, pages: list[dict[str, Any]], texts: list[str], center: str) -> dict[str, Any]:
    """Our pages as WordPress takes them: whole texts with header and footer, and a menu."""
    found, menu = [], []
    for page in pages:
        text = ""
        if page["url"] in texts:
            soup = reading.parsed(side.get(page["url"]).decode())
            parts = soup.select(
                "a.skip-link, header.header, aside.strip, nav.breadcrumbs, main, footer.footer"
            )
            for one in soup.select("#sections ul"):
                one.decompose()
            text = "\n".join(reading.text_of(one, picture=_picture) for one in parts)
        found.append({"url": page["url"], "title": page["title"], "text": text})
        if (
            page["in_menu"]
            and page["url"].startswith(center)
            and page["url"].count("/") == center.count("/") + 1
        ):
            menu.append({"label": page["title"], "url": page["url"]})
    return {"pages": found[1:], "menu": menu}


def _picture(tag: Tag, inside: str) -> str:
    return f'<img src="{tag["src"]}" alt="" width="{tag["width"]}" height="{tag["height"]}">'
