"""A hundred orders dropped at once on a running site: how fast, in how much memory, who waits meanwhile."""

import contextlib
import os
import queue
import random
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.documents.first.corpus import CORPUS
from bench.documents.first.words import DECOYS, POINTS
from bench.documents.hostile import HOSTILE
from bench.documents.installation import Batch, Browser, Installation, installation, open_batch, postgres
from bench.documents.paper import PageBreak, Para
from bench.documents.pdf_writer import write_scan
from bench.documents.watching import MEBIBYTE, Latency, Memory, MemoryWatch, Visitor, processor_seconds
from bench.documents.writing import file_name, write

AT_ONCE = 2  # as the screen's script sends
CALM_SECONDS = 8
ASK_EVERY = 0.5
TOO_LONG = 900
Files = list[tuple[str, bytes]]


@dataclass(slots=True)
class Round:
    """One drop: times in seconds from its beginning."""

    files: int
    megabytes: float
    sent: float
    ready: float
    memory: Memory
    calm: Latency
    busy: Latency
    processor: float
    load: float


def orders(count: int, seed: int) -> Files:
    """Orders of 1 to 20 pages, each length as often as any other."""
    rng = random.Random(seed)
    found: Files = []
    specimens = [one for one in CORPUS.specimens(count * 2, seed) if one.key.kind == "order"]
    for number, specimen in enumerate(specimens[:count]):
        pages = 1 + number % 20
        if specimen.format == "scan":
            found.append((file_name(specimen), write_scan(specimen, pages)))
            continue
        for page in range(2, pages + 1):
            text = " ".join(rng.choice(POINTS + DECOYS) for _ in range(18))
            specimen.blocks += [PageBreak(), Para(f"Приложение, лист {page}\n{text}", "justify")]
        found.append((f"{number:03} {file_name(specimen)}", write(specimen)))
    return found


def drop(site: Installation, files: Files) -> tuple[float, float]:
    """Send the files two at a time and ask for the table until it is ready."""
    browser = Browser(site.port)
    browser.log_in()
    batch = open_batch(browser, site.facts["drop"])
    started = time.perf_counter()
    line: queue.SimpleQueue[tuple[str, bytes]] = queue.SimpleQueue()
    for file in files:
        line.put(file)
    senders = [threading.Thread(target=_send, args=(site.port, browser, batch, line)) for _ in range(AT_ONCE)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    sent = time.perf_counter() - started
    while batch.waiting(browser):
        if time.perf_counter() - started > TOO_LONG:
            raise RuntimeError("The table is not ready.")
        time.sleep(ASK_EVERY)
    return sent, time.perf_counter() - started


def _send(port: int, browser: Browser, batch: Batch, line: "queue.SimpleQueue[tuple[str, bytes]]") -> None:
    own = Browser(port, browser.cookies)
    with contextlib.suppress(queue.Empty):
        while True:
            batch.drop(own, *line.get_nowait())


def one_round(site: Installation, files: Files) -> Round:
    """The public pages alone, then the same pages while the files are read."""
    with Visitor(site.port, site.facts["pages"]) as visitor:
        time.sleep(CALM_SECONDS)
    calm = visitor.latency
    before = processor_seconds(site.worker.pid)
    with Visitor(site.port, site.facts["pages"]) as visitor, MemoryWatch(site.worker.pid) as watch:
        sent, ready = drop(site, files)
    spent = processor_seconds(site.worker.pid) - before
    size = sum(len(content) for _name, content in files) / MEBIBYTE
    return Round(
        len(files), size, sent, ready, watch.memory, calm, visitor.latency, spent, os.getloadavg()[0]
    )


def run(port: int, *, count: int, rounds: int, on_postgres: bool, hostile: bool) -> list[Round]:
    """That many drops on one database, and one of hostile files at the end; prints as it goes."""
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgres()) if on_postgres else ""
        print(f"\n{'PostgreSQL' if on_postgres else 'SQLite'}", flush=True)
        site = stack.enter_context(installation(port, url))
        done = []
        for number in range(rounds):
            done.append(one_round(site, orders(count, 1000 + number)))
            print(line_of(done[-1]), flush=True)
        print(summary(done), flush=True)
        if hostile:
            files = [(name, make()) for name, make in HOSTILE]
            bad = one_round(site, files)
            print(f"Враждебные файлы, {bad.files}: {line_of(bad)}", flush=True)
    return done


def line_of(one: Round) -> str:
    memory = one.memory
    return (
        f"файлов {one.files} ({one.megabytes:.1f} МБ): отправлены за {one.sent:.1f} с, таблица готова через "
        f"{one.ready:.1f} с, {one.files / one.ready:.2f} файла/с, "
        f"{one.processor / one.files:.2f} с процессора на файл (загрузка машины {one.load:.1f}); память: "
        f"обработчик {memory.worker / MEBIBYTE:.0f}, чтение {memory.child / MEBIBYTE:.0f}, "
        f"вместе {memory.together / MEBIBYTE:.0f} МБ; страницы: "
        f"спокойно {one.calm.share(0.5):.0f}/{one.calm.share(0.95):.0f} мс, "
        f"при чтении {one.busy.share(0.5):.0f}/{one.busy.share(0.95):.0f} мс (p50/p95)"
    )


def summary(rounds: Sequence[Round]) -> str:
    def spread(values: Sequence[float], digits: int = 1) -> str:
        middle = statistics.median(values)
        return f"{middle:.{digits}f} ({min(values):.{digits}f}…{max(values):.{digits}f})"

    return "\n".join(
        (
            f"Медиана и разброс за {len(rounds)} прохода:",
            f"  файлов в секунду: {spread([one.files / one.ready for one in rounds], 2)}",
            f"  секунд процессора на файл: {spread([one.processor / one.files for one in rounds], 2)}",
            f"  до готовой таблицы, с: {spread([one.ready for one in rounds])}",
            f"  память обработчика, МБ: {spread([one.memory.worker / MEBIBYTE for one in rounds], 0)}",
            f"  память читающего процесса, МБ: {spread([one.memory.child / MEBIBYTE for one in rounds], 0)}",
            f"  вместе, МБ: {spread([one.memory.together / MEBIBYTE for one in rounds], 0)}",
            f"  страницы до, p50, мс: {spread([one.calm.share(0.5) for one in rounds])}",
            f"  страницы до, p95, мс: {spread([one.calm.share(0.95) for one in rounds])}",
            f"  страницы во время, p50, мс: {spread([one.busy.share(0.5) for one in rounds])}",
            f"  страницы во время, p95, мс: {spread([one.busy.share(0.95) for one in rounds])}",
        )
    )
