"""What `make audit` says of libraries with a known fault, without one, and when nobody answers."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

AUDIT = Path(__file__).resolve().parent.parent / "audit.py"
FAULT = {
    "id": "GHSA-xxxx-xxxx-xxxx",
    "aliases": [],
    "summary": "Invented",
    "details": "Invented",
    "published": "2026-01-01T00:00:00Z",
    "modified": "2026-01-01T00:00:00Z",
    "affected": [
        {
            "package": {"name": "django", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}],
        }
    ],
}


@pytest.fixture
def base() -> Iterator[ThreadingHTTPServer]:
    """A base of vulnerabilities that knows one of the library in its `faulty`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = asked["package"]["name"].lower() == self.server.faulty
            body = json.dumps({"vulns": [FAULT]} if known else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.faulty = ""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def audit(address: str, *options: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "CI"}
    environment |= {"OSV_URL": address, **variables}
    command = [sys.executable, str(AUDIT), *options]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(("faulty", "code"), [("django", 1), ("", 0)])
def test_a_known_fault_is_told(base, faulty, code):
    base.faulty = faulty
    done = audit(f"http://127.0.0.1:{base.server_port}/v1/query")
    assert done.returncode == code, done.stderr
    assert ("GHSA-xxxx-xxxx-xxxx" in done.stdout) == bool(faulty)
    assert ("Известных уязвимостей в библиотеках нет" in done.stdout) != bool(faulty)


@pytest.mark.parametrize(
    ("options", "variables", "code"),
    [((), {}, 1), (("--when-reachable",), {}, 0), (("--when-reachable",), {"CI": "true"}, 1)],
)
def test_silence_is_never_taken_for_health(options, variables, code):
    done = audit("https://127.0.0.1:1/v1/query", *options, **variables)
    assert done.returncode == code
    assert "ПРОПУЩЕНО" in done.stderr
    assert "Известных уязвимостей" not in done.stdout
