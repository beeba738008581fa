"""Settings of gunicorn (`--config=python:tochka.server`).

Threads and not plain workers: clients reach this server directly, and a slow upload or a phone on a
weak link would hold a whole process.
"""

import os
import shutil
from typing import TYPE_CHECKING

from tochka.launch import end_with_parent
from tochka.settings.environment import env, folder, number, site_address

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

_host = env.str("HOST", default="127.0.0.1")
_port = number("PORT", 8000, most=65_535)
bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"

worker_class = "tochka.threads.Threads"
workers = number("WEB_PROCESSES", 2)
threads = number("WEB_THREADS", 4)
preload_app = True
timeout = 60
graceful_timeout = 10
keepalive = 5
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
control_socket_disable = True
loglevel = "warning"

# Where the processes of the server write what they count; `tochka.watching.metrics` adds it up.
_counts = folder("DATA_DIR", "data") / "metrics"
raw_env = [f"PROMETHEUS_MULTIPROC_DIR={_counts}"]

# Whose X-Forwarded-Proto is believed: addresses or networks of the proxies in front.
forwarded_allow_ips = env.str("PROXY_ADDRESSES", default="127.0.0.1,::1")


def on_starting(server: "Arbiter") -> None:
    """Do not outlive the supervisor, and begin to count anew."""
    if "SUPERVISOR_ENABLED" in os.environ:
        end_with_parent("supervisord")
    shutil.rmtree(_counts, ignore_errors=True)
    _counts.mkdir(parents=True, exist_ok=True)


def when_ready(server: "Arbiter") -> None:
    """Say that the site can be opened; gunicorn calls this once it listens."""
    address = site_address()
    print(f"Сайт открыт: {address}/ · для сотрудников: {address}/admin/ · остановить: Ctrl+C", flush=True)
