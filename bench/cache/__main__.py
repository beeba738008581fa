"""Kept pages beside the bare server, in one run: sides take turns, and the first round does not count."""

from __future__ import annotations

import argparse
import os
import re
import secrets
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.pages.served import Answer

PAGE = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/"
STATIC, GUARDED = "/same.html", "/same_guarded.html"
#: What nginx says of a file by itself; the rest of a page's headers a file gets only when it is told to.
OWN = ("date", "server", "connection", "content-type", "content-length", "content-encoding", "etag")
OF_THE_APPLICATION = ("last-modified", "x-accel-expires", "x-request-id")


def prepare(folder: Path) -> dict[str, str]:
    """Make an installation with a small network; return the variables of its server."""
    variables = {
        "DJANGO_SETTINGS_MODULE": "tests.pages.served_settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ENV_FILE": "",
        "DATA_DIR": str(folder / "data"),
        "MEDIA_ROOT": str(folder / "media"),
        "WEB_PROCESSES": "2",
        "USE_X_ACCEL": "yes",  # as behind every nginx of `deploy/`
    }
    os.environ.update(variables)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from tests.factories.network import build_network

    build_network()
    return variables


def stated_by(page: Answer) -> str:
    """Lines of nginx that give a file the headers of the page."""
    left_out = {*OWN, *OF_THE_APPLICATION}
    return " ".join(
        f'add_header {name} "{value}" always;' for name, value in page.headers.items() if name not in left_out
    )


def wrk(address: str, seconds: int, connections: int) -> float:
    """Requests a second; raises `RuntimeError` when an answer was not 200."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", "Accept-Encoding: br", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])


def report(title: str, sides: dict[str, list[float]], wanted: float) -> bool:
    """Print medians with their spread, and the ratio of the first side to the second."""
    print(f"\n{title}")
    for name, values in sides.items():
        print(f"  {name}: {statistics.median(values):.0f} запр./с ({min(values):.0f}…{max(values):.0f})")
    ours, theirs = sides.values()
    ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
    ratio = statistics.median(ratios)
    print(f"  отношение: {ratio:.2f} ({min(ratios):.2f}…{max(ratios):.2f}), требуется {wanted}")
    return ratio >= wanted


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tochka-bench-"))
    try:
        return measure(folder, options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def measure(folder: Path, options: argparse.Namespace) -> int:
    variables = prepare(folder)
    from tests.pages.served import Served

    site, bare = Served(folder, variables), Served(folder, variables)
    try:
        site.start_application()
        page = site.get(PAGE, port=site.application, host=f"127.0.0.1:{site.port}", accept_encoding="br")
        if page.status != 200:
            raise RuntimeError(page.text)
        shared = folder / "shared"
        shared.mkdir()
        (shared / "same.html.br").write_bytes(page.body)
        (shared / "same.html").write_bytes(b"never sent: the visitor takes brotli")
        site.start_nginx(
            extra=f"location = {STATIC} {{ root {shared}; brotli_static on; }}\n"
            f"location = {GUARDED} {{ alias {shared}/same.html; brotli_static on; {stated_by(page)} }}",
            limits=False,
            telling=False,
        )
        os.environ["BENCH_BODY"] = str(shared / "same.html.br")
        bare.start_application("bench.cache.bare:application")
        front = f"http://127.0.0.1:{site.port}"
        back = f"http://127.0.0.1:{site.application}{PAGE}"
        pairs = {
            "за nginx": ({"страница": f"{front}{PAGE}", "статический файл": f"{front}{STATIC}"}, 0.9),
            "за nginx, с теми же заголовками": (
                {"страница": f"{front}{PAGE}", "статический файл": f"{front}{GUARDED}"},
                0.9,
            ),
            "один gunicorn": (
                {"страница": back, "те же байты": f"http://127.0.0.1:{bare.application}/"},
                0.5,
            ),
        }
        print(f"{len(page.body)} байт brotli, {options.connections} соединений, по {options.seconds} с")
        good = True
        for title, (sides, wanted) in pairs.items():
            found: dict[str, list[float]] = {name: [] for name in sides}
            for number in range(options.rounds + 1):
                for name, address in sides.items():
                    value = wrk(address, options.seconds, options.connections)
                    if number:
                        found[name].append(value)
            good = report(title, found, wanted) and good
        return 0 if good else 1
    finally:
        for server in (site, bare):
            for name in [*server.processes]:
                server.stop(name, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
