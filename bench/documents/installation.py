"""A site of its own for the benchmark: gunicorn and the worker on a scratch database."""

import contextlib
import http.client
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent.parent
PASSWORD = "замеры-документов-2024"  # noqa: S105 - of a site that lives for minutes
TOO_LONG = 120
LIMIT = 20 * 1024 * 1024  # MAX_DOCUMENT_MB of an installation that has not set it


@dataclass(slots=True)
class Installation:
    """A running site: its port, the worker's process, and what it says of itself."""

    port: int
    worker: subprocess.Popen[bytes]
    facts: dict


@contextlib.contextmanager
def installation(port: int, database_url: str = "") -> Iterator[Installation]:
    """A site with the demonstration network, on SQLite unless a database is given; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="bench-documents-") as folder, contextlib.ExitStack() as stack:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.documents.settings",
            "ENV_FILE": "",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "SITE_ADDRESS": f"http://127.0.0.1:{port}",
            "PORT": str(port),
            "DATA_DIR": f"{folder}/data",
            "MEDIA_ROOT": f"{folder}/media",
            "DATABASE_URL": database_url,
            "LOAD_DEMO": "yes",
        }
        for name in ("data", "media"):
            Path(folder, name).mkdir()
        if not database_url:
            del environment["DATABASE_URL"]

        def call(*command: str) -> str:
            done = subprocess.run(
                [sys.executable, *command],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
            if done.returncode:
                raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
            return done.stdout

        def serve(*command: str) -> subprocess.Popen[bytes]:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
            )
            stack.callback(_end, process)
            return process

        call("manage.py", "prepare")
        facts = json.loads(call("-m", "bench.documents.site_facts", "bench", PASSWORD).splitlines()[-1])
        serve("-m", "gunicorn", "--config=python:tochka.server", "tochka.wsgi:application")
        worker = serve("manage.py", "worker")
        _wait_for(port)
        yield Installation(port, worker, facts)


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + TOO_LONG
    while True:
        try:
            Browser(port).get("/")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.3)
        else:
            return


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL that lives as long as the benchmark; gives its address."""
    import psycopg

    from tests.run_all import postgres as cluster

    with cluster() as url:
        socket = url.partition("@/")[2].rpartition("/")[0]
        with psycopg.connect(host=socket, user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE tochka")
        yield url


class Browser:
    """One connection with cookies, as a browser keeps it."""

    def __init__(self, port: int, cookies: SimpleCookie | None = None) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = SimpleCookie() if cookies is None else cookies

    def ask(self, verb: str, address: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of the answer; a connection that the server has closed is opened again."""
        sent = {"Cookie": "; ".join(f"{name}={item.value}" for name, item in self.cookies.items())}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        for attempt in (1, 2):
            try:
                self.connection.request(verb, address, body, sent)
                answer = self.connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection.close()
                if attempt == 2:
                    raise
            else:
                break
        for name, value in answer.getheaders():
            if name.casefold() == "set-cookie":
                self.cookies.load(value)
        return answer.status, answer.read()

    def get(self, address: str) -> bytes:
        status, body = self.ask("GET", address)
        if status != 200:
            raise RuntimeError(f"{address}: {status}")
        return body

    def token(self, address: str) -> str:
        """The token that the form of a screen carries."""
        found = re.search(rb'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(address))
        if not found:
            raise RuntimeError(f"{address}: no form")
        return found[1].decode()

    def log_in(self) -> None:
        form = {
            "csrfmiddlewaretoken": self.token("/admin/login/"),
            "username": "bench",
            "password": PASSWORD,
            "next": "/admin/",
        }
        status, _body = self.ask(
            "POST",
            "/admin/login/",
            urlencode(form).encode(),
            Content_Type="application/x-www-form-urlencoded",
        )
        if status != 302:
            raise RuntimeError(f"login: {status}")


@dataclass(slots=True)
class Batch:
    """A table of dropped files: where to send them and where to ask for its state."""

    token: str
    addresses: dict[str, str]
    known: dict[int, str] = field(default_factory=dict)

    def drop(self, browser: Browser, name: str, content: bytes) -> None:
        """Send one file as the screen's script does: of one over the limit only name and size."""
        address = self.addresses["file"].replace("KEY", secrets.token_hex(16))
        if len(content) > LIMIT:
            form = urlencode({"name": name, "size": len(content)}).encode()
            browser.ask(
                "POST",
                address,
                form,
                X_CSRFToken=self.token,
                Content_Type="application/x-www-form-urlencoded",
            )
            return
        status, _body = browser.ask(
            "PUT",
            f"{address}?name={quote(name)}",
            content,
            X_CSRFToken=self.token,
            Content_Type="application/octet-stream",
        )
        if status != 201:
            raise RuntimeError(f"{name}: {status}")

    def waiting(self, browser: Browser) -> int:
        """How many files are not read yet; asks only for rows that have changed, as the screen does."""
        known = ",".join(f"{row}:{stamp}" for row, stamp in self.known.items())
        answer = json.loads(browser.get(f"{self.addresses['state']}?known={quote(known, safe=':,')}"))
        self.known |= {row["id"]: row["stamp"] for row in answer["rows"]}
        return int(answer["waiting"])


def open_batch(browser: Browser, drop: str) -> Batch:
    """An empty table, as the first dropped file opens it."""
    token = browser.token(drop)
    status, body = browser.ask("POST", drop, b"", X_CSRFToken=token, X_Requested_With="XMLHttpRequest")
    if status != 201:
        raise RuntimeError(f"{drop}: {status}")
    return Batch(token, json.loads(body))
