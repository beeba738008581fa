"""`python -m bench.lighthouse http://127.0.0.1:8000`: see bench/README.md."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from tests.checkers import lighthouse, setup  # noqa: E402 - the folder of the tests is found from here
from tests.checkers.pages import Weigher  # noqa: E402
from tests.run.installation import free_port  # noqa: E402
from tests.run_all import browser  # noqa: E402

CATEGORIES = ("performance", *lighthouse.CATEGORIES)


def kinds() -> dict[str, str]:
    """Name and path of every kind of page of this installation."""
    words = "from tests.checkers.kinds import say; say()"
    command = [sys.executable, "manage.py", "shell", "--verbosity=0", "--command", words]
    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found: dict[str, str] = json.loads(output[output.index("{") :])
    return found


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
        command = [str(browser()), "--headless=new", "--no-sandbox", f"--remote-debugging-port={port}"]
        chromium = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.DEVNULL
        )
        try:
            time.sleep(3)
            print(f"\n{'страница':24} " + " ".join(f"{name:>15}" for name in CATEGORIES))
            for kind, path in pages.items():
                process = lighthouse.start(port, [site + path] * args.runs, CATEGORIES, "simulate")
                results = lighthouse.results(process)
                medians = [statistics.median(one["scores"][name] for one in results) for name in CATEGORIES]
                print(f"{kind:24} " + " ".join(f"{100 * score:15.0f}" for score in medians), flush=True)
        finally:
            chromium.terminate()
            chromium.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
