"""The site behind nginx with the whole of `deploy/nginx/site.conf`: https, names and all, on free ports."""

from __future__ import annotations

import contextlib
import os
import pwd
import re
import socket
import ssl
import subprocess
from pathlib import Path

from tests.pages.served import MODULES, ROOT, WANTED_MODULES, Answer, Served, nginx
from tests.run.installation import free_port

NAME = "localhost"
PATIENCE = 30  # seconds
MAIN = """{user}
{modules}
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections {connections}; }}
http {{
    include /etc/nginx/mime.types;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/conf/http.conf;
    include {folder}/conf/site.conf;
    server {{ listen 127.0.0.1:{door}; location / {{ return 204; }} }}
}}
"""


class Fronted(Served):
    """`port` speaks https to whoever names the site; `door` only tells that nginx listens."""

    def start_front(self, *, connections: int = 1024) -> None:
        conf = self.copy_configuration(limits=False, telling=False)
        text = (ROOT / "deploy" / "nginx" / "site.conf").read_text(encoding="utf-8")
        text = re.sub(r"^\s*listen \[::\].*$", "", text, flags=re.M)
        text = text.replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.port} ")
        text = text.replace("127.0.0.1:8000", f"127.0.0.1:{self.application}")
        text = text.replace("tochka.example.ru", NAME).replace("/etc/tochka/tls", str(self.folder))
        text = text.replace("/srv/tochka/deploy/nginx", str(conf))
        (conf / "site.conf").write_text(text, encoding="utf-8")
        self._certificate()
        door = free_port()
        main = self.folder / "front.conf"
        user = f"user {pwd.getpwuid(os.geteuid()).pw_name};" if os.geteuid() == 0 else ""
        modules = "\n".join(f"load_module {MODULES / name};" for name in WANTED_MODULES)
        main.write_text(
            MAIN.format(
                user=user,
                modules=modules,
                folder=self.folder,
                door=door,
                connections=connections,
                files=connections * 2,
            )
        )
        self._start("nginx", [nginx() or "nginx", "-c", str(main), "-p", str(self.folder)], door)

    def _certificate(self) -> None:
        command = [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-noenc",
            "-days",
            "2",
            "-subj",
            f"/CN={NAME}",
        ]
        keys = ["-keyout", f"{self.folder}/privkey.pem", "-out", f"{self.folder}/fullchain.pem"]
        subprocess.run([*command, *keys], check=True, capture_output=True)

    def connect(self, name: str = NAME) -> ssl.SSLSocket:
        """A connection over https to whoever is called so."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        plain = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        try:
            return context.wrap_socket(plain, server_hostname=name)
        except OSError:
            plain.close()
            raise

    def tell(self, sent: bytes, *, past_nginx: bool = False) -> bytes:
        """Bytes as they are, and all that comes back until the connection is closed or falls silent."""
        received = b""
        plain = socket.create_connection(("127.0.0.1", self.application), PATIENCE) if past_nginx else None
        with plain or self.connect() as connection:
            with contextlib.suppress(OSError):
                connection.sendall(sent)
            connection.settimeout(5)
            with contextlib.suppress(OSError):
                while piece := connection.recv(65536):
                    received += piece
        return received

    def page(self, path: str, host: str = NAME) -> Answer:
        """A page over https."""
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        return answer_of(self.tell(head.encode()))


def answer_of(received: bytes) -> Answer:
    """The first answer in what was received; status 0 for none."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _colon, value in pairs}
    return Answer(int(first.split()[1]) if first.startswith("HTTP/") else 0, headers, body)


def titles(received: bytes) -> list[str]:
    """First headings of the pages in what was received."""
    return [found.decode() for found in re.findall(rb"<h1>(.*?)</h1>", received, re.S)]


def environment(folder: Path, data: Path, database: str) -> dict[str, str]:
    """Variables of an installation behind this nginx, whose files lie in `data`."""
    return {
        "DJANGO_SETTINGS_MODULE": "tests.pages.served_settings",
        "SECRET_KEY": "a-secret-of-these-tests-long-enough-for-every-check-0123456789",
        "ENV_FILE": "",
        "DATA_DIR": str(data / "data"),
        "MEDIA_ROOT": str(data / "media"),
        "BACKUP_DIR": str(data / "backups"),
        "TMPDIR": str(folder),
        "DATABASE_URL": database,
        "USE_X_ACCEL": "yes",
        "WEB_PROCESSES": "2",
        "WEB_THREADS": "2",
    }
