"""The site behind a real nginx, with the configuration of `deploy/nginx` and an installation of its own."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.run.installation import free_port

ROOT = Path(settings.BASE_DIR)
MODULES = Path("/usr/lib/nginx/modules")
WANTED_MODULES = ("ngx_http_brotli_filter_module.so", "ngx_http_brotli_static_module.so")
CONF = ("http.conf", "locations.conf", "static.conf", "files.conf", "proxy.conf", "kept.conf")
PATIENCE = 90  # seconds
MAIN = """{user}
{modules}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    sendfile on;  # as Debian has it
    tcp_nopush on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/conf/http.conf;
    {upstream}
    server {{
        listen 127.0.0.1:{port};
        server_name 127.0.0.1;
        {extra}
        {files}
        include {folder}/conf/locations.conf;
    }}
    server {{ listen 127.0.0.1:{port} default_server; return 421; }}
}}
"""


@dataclass
class Answer:
    """What came back, read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def nginx() -> str | None:
    """Path of nginx, if it is there with its modules."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found if found and all((MODULES / name).exists() for name in WANTED_MODULES) else None


class Served:
    """An application server and nginx in front of it; both can be stopped and started."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.folder, self.environment = folder, environment
        self.application, self.port = free_port(), free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start_application(self, application: str = "tochka.wsgi:application") -> None:
        address = f"http://127.0.0.1:{self.port}"
        variables = {**os.environ, **self.environment, "PORT": str(self.application), "SITE_ADDRESS": address}
        self._start(
            "application",
            [sys.executable, "-m", "gunicorn", "--config=python:tochka.server", application],
            self.application,
            cwd=ROOT,
            env=variables,
        )

    def start_nginx(
        self, *, extra: str = "", limits: bool = True, upstream: str = "", telling: bool = True
    ) -> None:
        """`extra` are lines of its server; without `limits` one visitor may ask as often as they like.

        With `telling` the header `X-Kept` says where a page comes from, which visitors are not told.

        `upstream` names other servers than this one's own; static files are theirs then.
        """
        own = f"upstream tochka {{ server 127.0.0.1:{self.application} max_fails=0; keepalive 8; }}"
        conf = self.copy_configuration(limits=limits, telling=telling)
        user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
        modules = "\n".join(f"load_module {MODULES / name};" for name in WANTED_MODULES)
        main = self.folder / "nginx.conf"
        main.write_text(
            MAIN.format(
                user=user,
                modules=modules,
                folder=self.folder,
                upstream=upstream or own,
                files=f"include {conf}/{'files' if upstream else 'static'}.conf;",
                port=self.port,
                extra=extra,
            )
        )
        self._start("nginx", [nginx() or "nginx", "-c", str(main), "-p", str(self.folder)], self.port)

    def copy_configuration(self, *, limits: bool, telling: bool) -> Path:
        """The files of `deploy/nginx`, with the paths of this machine, in a folder."""
        conf = self.folder / "conf"
        conf.mkdir(exist_ok=True)
        media = self.environment["MEDIA_ROOT"]
        for name in CONF:
            text = (ROOT / "deploy" / "nginx" / name).read_text(encoding="utf-8")
            text = text.replace("/var/cache/nginx/tochka", f"{self.folder}/kept")
            for one in ("proxy.conf", "kept.conf"):
                text = text.replace(f"/srv/tochka/deploy/nginx/{one}", f"{conf}/{one}")
            text = text.replace("/srv/tochka/staticfiles/", f"{ROOT}/static/").replace(
                "/srv/tochka/media", media
            )
            if not limits:
                text = re.sub(r"^\s*limit_(?:req|conn) .*$", "", text, flags=re.M)
            if name == "kept.conf" and telling:
                text += "add_header X-Kept $upstream_cache_status always;\n"
            (conf / name).write_text(text.replace("/srv/tochka", str(ROOT)), encoding="utf-8")
        return conf

    def _start(self, name: str, command: list[str], port: int, **options: Any) -> None:
        log = open(self.folder / f"{name}.log", "ab")  # noqa: SIM115 - the process writes there
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        self.processes[name] = process
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.get("/healthz", port=port)
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError((self.folder / f"{name}.log").read_text())

    def stop(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """End one of them and all that it has started."""
        process = self.processes.pop(name)
        children = subprocess.run(
            ["ps", "-o", "pid=", "--ppid", str(process.pid)], capture_output=True, text=True, check=False
        )
        process.send_signal(how)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:  # a busy machine: what is left is killed with its children
            process.kill()
            process.wait()
            how = signal.SIGKILL
        for pid in children.stdout.split():
            try:
                os.kill(int(pid), how)
            except ProcessLookupError:
                continue

    def get(
        self,
        path: str,
        *,
        port: int = 0,
        method: str = "GET",
        body: bytes | None = None,
        visitor: str = "",
        **headers: str,
    ) -> Answer:
        """Ask nginx, or another port of this machine; header names have `_` for `-`.

        `visitor` is the address of this machine to ask from, in 127.0.0.0/8 or `::1`.
        """
        host = "::1" if ":" in visitor else "127.0.0.1"
        source = (visitor, 0) if visitor else None
        connection = HTTPConnection(host, port or self.port, timeout=30, source_address=source)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body=body, headers=sent)
            response: HTTPResponse = connection.getresponse()
            found = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()
