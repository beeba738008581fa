"""`python -m bench.lighthouse http://127.0.0.1:8000`: see bench/README.md."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from tests.checkers import lighthouse, setup  # noqa: E402 - the folder of the tests is found from here
from tests.checkers.pages import Weigher  # noqa: E402
from tests.run.installation import free_port  # noqa: E402
from tests.run_all import browser  # noqa: E402

#: What Chromium does on its own account while a page is measured counts against the page.
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
)
#: A page of one word, served beside, shows what the machine itself takes off.
EMPTY = "(одно слово)"
WORD = """<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>Слово</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head><body><h1>Слово</h1>"""
LOWEST = 99
#: Lighthouse warns that the machine is too slow for its scores when its own figure is not above this
#: (core/gather/driver/environment.js, 12.8): such a run is made again.
TOO_SLOW = 1000
ATTEMPTS = 5  # for each run that counts
CATEGORIES = ("performance", *lighthouse.CATEGORIES)


def kinds() -> dict[str, str]:
    """Name and path of every kind of page of this installation."""
    words = "from tests.checkers.kinds import say; say()"
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", words]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, str] = json.loads(output[output.index("{") :])
    return found


@contextmanager
def one_word() -> Iterator[str]:
    """Address of the page of one word."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = WORD.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            """Nothing: the table is what is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def measure(port: int, kind: str, address: str, runs: int) -> int:
    """Print the medians of a page, the spread of its performance, and how fast the machine was; return the
    median of the performance, 0 to 100, or 0 when the machine was too slow all the time.
    """
    counted: list[dict[str, Any]] = []
    made = 0
    while len(counted) < runs and made < ATTEMPTS * runs:
        wanted = runs - len(counted)
        results = lighthouse.results(lighthouse.start(port, [address] * wanted, CATEGORIES, "simulate"))
        made += wanted
        counted += [one for one in results if one["index"] > TOO_SLOW]
    if len(counted) < runs:
        print(f"{kind:24} машина медленнее, чем нужно Lighthouse: годных прогонов {len(counted)} из {made}")
        return 0
    medians = [_median([one["scores"][name] for one in counted]) for name in CATEGORIES]
    performance = sorted(round(100 * one["scores"]["performance"]) for one in counted)
    index = statistics.median(one["index"] for one in counted)
    figures = " ".join(f"{'—' if score is None else score:>15}" for score in medians)
    spread = f"{performance[0]}…{performance[-1]}"
    print(f"{kind:24} {figures} {spread:>18} {index:16.0f} {made - runs:9}", flush=True)
    return medians[0] or 0


def _median(scores: list[float | None]) -> int | None:
    """Of 0 to 1, in hundredths; nothing when Lighthouse has nothing to judge, as of search on a bare text."""
    known = [score for score in scores if score is not None]
    return round(100 * statistics.median(known)) if len(known) == len(scores) else None


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.lighthouse", description="Lighthouse и вес страниц"
    )
    parser.add_argument("site", help="адрес запущенного сайта, например http://127.0.0.1:8000")
    parser.add_argument("--only", help="виды страниц через запятую")
    parser.add_argument("--runs", type=int, default=3, help="сколько раз мерить каждую; берётся медиана")
    parser.add_argument("--weights", action="store_true", help="только вес, без браузера")
    args = parser.parse_args(arguments)
    site = args.site.rstrip("/")
    wanted = args.only.split(",") if args.only else None
    pages = {kind: path for kind, path in kinds().items() if wanted is None or kind in wanted}
    weighers = [Weigher(site, accept) for accept in ("br", "gzip")]
    weights = {kind: [weigher.weigh(path) for weigher in weighers] for kind, path in pages.items()}
    print(f"{'страница':24} {'brotli':>7} {'gzip':>7}")
    for kind, (br, gzip) in sorted(weights.items(), key=lambda item: -item[1][1]):
        print(f"{kind:24} {br:7} {gzip:7}")
    if args.weights:
        return 0
    setup.install()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="bench-lighthouse-") as profile:
        own = [f"--remote-debugging-port={port}", f"--user-data-dir={profile}"]
        chromium = subprocess.Popen([str(browser()), *QUIET, *own, "about:blank"], stderr=subprocess.DEVNULL)
        try:
            time.sleep(3)
            names = " ".join(f"{name:>15}" for name in CATEGORIES)
            print(f"\n{'страница':24} {names} {'от…до':>18} {'скорость машины':>16} {'отброшено':>9}")
            with one_word() as address:
                measure(port, EMPTY, address, args.runs)
            slow = [
                kind for kind, path in pages.items() if measure(port, kind, site + path, args.runs) < LOWEST
            ]
        finally:
            chromium.terminate()
            chromium.wait(30)
    if slow:
        print(f"\nПроизводительность ниже {LOWEST}: {', '.join(slow)}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
