"""`python -m bench.idle --connections 10000`: see bench/README.md."""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import signal
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tochka.settings.test")

from tests.faults.fronted import Fronted, environment

LONGEST = 1.0  # seconds, 95 % of the pages
SPARE = 2000  # files that the benchmark itself and nginx need beside the connections


def pages(site: Fronted, count: int) -> list[float]:
    """Seconds of so many pages, each over a new connection with https."""
    found = []
    for _ in range(count):
        began = time.perf_counter()
        answer = site.page("/")
        found.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"status {answer.status}")
    return found


def line(name: str, times: list[float]) -> str:
    edge = statistics.quantiles(times, n=20)[-1]
    return f"{name:<28} медиана {statistics.median(times) * 1000:.0f} мс, 95 % быстрее {edge * 1000:.0f} мс"


def still_open(connections: list[socket.socket]) -> int:
    """How many nginx has not closed."""
    count = 0
    for one in connections:
        one.setblocking(False)
        try:
            count += bool(one.recv(1))
        except BlockingIOError:
            count += 1
        except OSError:
            continue
    return count


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.idle", description="Молчащие соединения с nginx")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--pages", type=int, default=100)
    args = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_NOFILE, (args.connections + SPARE,) * 2)
    with tempfile.TemporaryDirectory(prefix="bench-idle-") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        (folder / "media").mkdir()
        site = Fronted(folder, environment(folder, folder, ""))
        for one in ("application", "nginx"):
            stack.callback(lambda one=one: one in site.processes and site.stop(one, signal.SIGKILL))
        site.start_application("bench.idle.bare:application")
        site.start_front(connections=args.connections + SPARE)
        alone = pages(site, args.pages)
        began = time.perf_counter()
        idle = [
            stack.enter_context(socket.create_connection(("127.0.0.1", site.port), 30))
            for _ in range(args.connections)
        ]
        opened = time.perf_counter() - began
        beside = pages(site, args.pages)
        left = still_open(idle)
    print(line("без чужих соединений", alone))
    print(line(f"рядом с {args.connections}", beside))
    print(f"открыты за {opened:.1f} с; когда пришла последняя страница, открыты {left}")
    good = statistics.quantiles(beside, n=20)[-1] <= LONGEST
    print("Предел: " + ("держится" if good else f"95 % дольше {LONGEST} с"))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
