"""`python -m bench.load --minutes 15`: see bench/README.md."""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from bench.faults.client import Browser  # noqa: E402 - the folder is found from here
from bench.faults.site import Site, descendants  # noqa: E402
from bench.faults.staff import PASSWORD, PERSON, Known  # noqa: E402
from bench.load.staff import Publisher, SlowSecretary  # noqa: E402
from tests.run.installation import free_port  # noqa: E402

CONNECTIONS = 16
#: Pages of each kind in the mixture that families read; searches are never kept, so each is made anew.
SEARCHES = ("робототехника", "химия 5 класс", "приказ", "шахматы", "выдуманная школа")
SHARE_OF_SEARCH = 200  # one question in so many
#: With a rate h2load does not come back on a connection that nginx has closed after a thousand requests.
WITHOUT_END = "keepalive_requests 1000000000; keepalive_time 24h;"
VISIBLE = 1.0  # seconds at the 99th percentile
GROWTH = 1.1  # times, of the memory at the end to that after the first fifth


@dataclass
class Report:
    """What h2load says of one run."""

    rate: float
    done: int
    bad: int
    slowest: str


@dataclass
class Memory:
    """Megabytes of all processes of the site, one figure every few seconds."""

    roots: list[int]
    seen: list[float] = field(default_factory=list)

    def look(self) -> None:
        pids = {pid for root in self.roots for pid in (root, *descendants(root))}
        self.seen.append(sum(_resident(pid) for pid in pids))

    def parts(self) -> tuple[float, float]:
        """Medians of the second and of the last fifth."""
        fifth = max(1, len(self.seen) // 5)
        return statistics.median(self.seen[fifth : 2 * fifth] or self.seen), statistics.median(
            self.seen[-fifth:]
        )


def _resident(pid: int) -> float:
    """Memory of its own, without what it shares with others; nothing when it has ended meanwhile."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    return int(re.findall(r"^Pss:\s+(\d+)", rollup, re.M)[0]) / 1024


def read(front: str, questions: Path, seconds: int, rate: float | None) -> Report:
    """Let h2load ask for the addresses one after another over its connections."""
    command = ["h2load", "--h1", "-c", str(CONNECTIONS), "-D", str(seconds), "-i", str(questions)]
    command += ["-H", "accept-encoding: br", "--warm-up-time=2"]
    if rate is not None:
        command.append(f"--rps={max(1, round(rate / CONNECTIONS))}")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr + done.stdout)
    said = done.stdout
    total = re.search(r"requests: (\d+) total, \d+ started, (\d+) done, (\d+) succeeded, (\d+) failed", said)
    codes = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", said)
    speed = re.search(r"finished in [\d.]+\w+, ([\d.]+) req/s", said)
    times = re.search(r"time for request:\s+\S+\s+(\S+)", said)
    if not (total and codes and speed and times):
        raise RuntimeError(f"{front}: {said}")
    return Report(float(speed[1]), int(total[3]), int(total[4]) + int(codes[3]) + int(codes[4]), times[1])


def questions(site: Site, front: str, folder: Path) -> Path:
    """A file of addresses: all pages of the map of the site, in a mixed order, and searches among them."""
    said = site.call("manage.py", "shell", "--verbosity=0", "--command", PAGES)
    pages = [line for line in said.splitlines() if line.startswith("/")]
    chance = random.Random(1)
    chance.shuffle(pages)
    lines = [
        f"{front}/poisk/?q={quote_plus(SEARCHES[number // SHARE_OF_SEARCH % len(SEARCHES)])}"
        if number % SHARE_OF_SEARCH == 0
        else front + pages[number % len(pages)]
        for number in range(4 * max(len(pages), SHARE_OF_SEARCH))
    ]
    path = folder / "questions"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


PAGES = "from wagtail.models import Page; [print(one.url) for one in Page.objects.live().public() if one.url]"


def measure(options: argparse.Namespace, folder: Path) -> bool:
    entrance = free_port()  # pages are kept for the address of the site alone, and families come by nginx
    address = f"http://127.0.0.1:{entrance}"
    site = Site(folder, {"SITE_ADDRESS": address}, postgres=None, cache=False)
    os.environ.update(site.variables)
    from tests.pages.served import Served  # asks the settings where the site lies

    site.call("manage.py", "migrate", "--verbosity=0")
    known = Known(**_prepared(site, options.centers))
    front = Served(folder, site.variables)
    front.application, front.port = site.port, entrance
    try:
        site.start()
        front.start_nginx(limits=False, extra=WITHOUT_END)
        asked = questions(site, address, folder)
        visitor = Browser(front.port)
        for line in dict.fromkeys(asked.read_text(encoding="utf-8").splitlines()):  # now they are kept
            visitor.ask("GET", line.removeprefix(address), Accept_Encoding="br")
        if "public" not in front.get("/").headers.get("cache-control", ""):
            raise RuntimeError("Страницы не хранятся: читатели получали бы не то, что получают семьи.")
        limit = read(address, asked, 15, None)
        print(f"предел: {limit.rate:.0f} запр./с, ошибок {limit.bad}", flush=True)
        return steady(options, site, front.port, known, (address, asked), limit.rate)
    finally:
        front.stop("nginx", signal.SIGTERM)
        site.stop()


def _prepared(site: Site, centers: int) -> dict[str, str]:
    """Give the installation an invented network and what `bench.faults` works with."""
    site.call(
        "manage.py", "seed_network", "--contents", f"--centers={centers}", "--regions=4", "--municipalities=8"
    )
    words = "import json; from bench.faults.checker import prepare; print('READY' + json.dumps(prepare()))"
    said = site.call("manage.py", "shell", "--verbosity=0", "--command", words)
    found: dict[str, str] = json.loads(said.rpartition("READY")[2])
    return found


def steady(
    options: argparse.Namespace,
    site: Site,
    port: int,
    known: Known,
    reading: tuple[str, Path],
    limit: float,
) -> bool:
    """The long run: readers at a share of the limit, staff beside them."""
    chance = random.Random(2)
    browser = Browser(port)
    browser.log_in(PERSON, PASSWORD)
    staff = [Publisher(browser, known, chance), SlowSecretary(browser, known, chance)]
    memory = Memory([site.processes[name].pid for name in ("application", "worker")])
    over = threading.Event()

    def watch() -> None:
        while not over.wait(2):
            memory.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    for person in staff:
        person.start()
    started = time.monotonic()
    try:
        found = read(*reading, round(options.minutes * 60), options.share * limit)
    finally:
        over.set()
        for person in staff:
            person.stop()
        for person in staff:
            person.join(60)
    minutes = (time.monotonic() - started) / 60
    seen = sorted(staff[0].seen)
    early, late = memory.parts()
    told = [one for person in staff for one in (*person.told.wrong, *person.told.refused)]
    kinds = [one["what"] for person in staff for one in person.told.confirmed]
    print(
        f"{minutes:.1f} мин, {found.rate:.0f} запр./с ({found.rate / limit:.2f} предела), "
        f"ответов {found.done}, ошибок {found.bad}, самый долгий ответ {found.slowest}"
    )
    print(f"сотрудники: публикаций {len(seen)}, файлов {kinds.count('file')}, ошибок {len(told)} {told[:3]}")
    ninety_ninth = _percentile(seen, 99)
    print(
        f"от ответа «опубликовано» до показа: медиана {_percentile(seen, 50):.2f} с, "
        f"99 % {ninety_ninth:.2f} с, дольше всего {seen[-1]:.2f} с; требуется {VISIBLE} с"
    )
    print(f"память сайта: {early:.0f} МБ в начале, {late:.0f} МБ в конце ({late / early:.2f})")
    is_whole = found.rate >= 0.9 * options.share * limit
    if not is_whole:
        print("! Читатели спрашивали реже, чем должны были: замер не в счёт.")
    good = is_whole and not (found.bad or told) and ninety_ninth < VISIBLE and late <= GROWTH * early
    return good and staff[1].told.confirmed != []


def _percentile(values: list[float], share: int) -> float:
    return values[min(len(values) - 1, len(values) * share // 100)] if values else float("inf")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description="Долгая работа под нагрузкой")
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--share", type=float, default=0.7, help="доля измеренного предела")
    parser.add_argument("--centers", type=int, default=48)
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="tochka-load-"))
    try:
        return 0 if measure(options, folder) else 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
