"""`python -m bench.compare`: see bench/README.md."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from bench.compare import reading, spent  # noqa: E402 - the folder is found from here
from bench.compare.copying import Copy  # noqa: E402
from bench.compare.sides import Bare, Ours, Side  # noqa: E402
from bench.compare.wordpress import Press, contents_of, missing  # noqa: E402
from tests.run.installation import free_port  # noqa: E402
from tests.run_all import postgres, postgres_folder  # noqa: E402

#: Pages of the example centre, below its own address.
PAGES = {"главная центра": "", "общая информация": "obshchaya-informaciya/", "документы": "dokumenty/"}
WANTED = 1.0
#: Reported; the code of the command goes by the first alone.
WANTED_OF_PRESS = 2.0


def wrk(address: str, seconds: int, connections: int) -> float:
    """Requests a second; raises `RuntimeError` when an answer was not 200."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout=30s", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if "Non-2xx" in said or "Socket errors" in said or found is None:
        raise RuntimeError(said)
    return float(found[1])


def spread(values: Sequence[float], digits: int = 0) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}…{high:.{digits}f})"


Found = dict[str, list[tuple[float, float]]]


def measure(sides: list[Side], path: str, options: argparse.Namespace) -> Found:
    """Requests a second, and milliseconds of the processor for each, taking turns; not of the first round."""
    found: Found = {side.name: [] for side in sides}
    for turn in range(options.rounds + 1):
        for side in sides if turn % 2 else reversed(sides):
            before = spent.seconds(side.roots())
            value = wrk(f"http://127.0.0.1:{side.port}{path}", options.seconds, options.connections)
            used = spent.seconds(side.roots()) - before
            if turn:
                found[side.name].append((value, used / (value * options.seconds) * 1000))
    return found


def refuse_if_different(sides: list[Side], paths: dict[str, str]) -> None:
    """End the run when another side does not show what our page shows."""
    ours, *others = sides
    for side in others:
        for name, path in paths.items():
            one, other = ours.get(path).decode(), side.get(path).decode()
            share, links, of_other = reading.difference(one, other)
            print(
                f"{side.name}, {name}: слов нашей страницы {share:.1%}, ссылок {links} и {of_other}",
                flush=True,
            )
            if not reading.is_same(one, other):
                raise SystemExit("Страницы показывают разное: сравнивать нечего.")


def compare(sides: list[Side], paths: dict[str, str], options: argparse.Namespace) -> bool:
    """Print what every page costs on all sides; whether ours is nowhere slower than the second."""
    refuse_if_different(sides, paths)
    costs = {side.name: {cost["path"]: cost for cost in side.costs([*paths.values()])} for side in sides}
    good = True
    for name, path in paths.items():
        found = measure(sides, path, options)
        print(f"\n{name}, {options.connections} соединений, {options.rounds} раз по {options.seconds} с")
        for side, values in found.items():
            rates, used = zip(*values, strict=True)
            cost = costs[side][path]
            print(f"  {side}: {spread(rates)} запр./с, процессора {spread(used, 1)} мс на запрос,", end=" ")
            print(f"{cost['bytes']} байт, запросов к базе {cost['queries']}")
        ours, *others = found.values()
        for side, theirs, wanted in zip([*found][1:], others, (WANTED, WANTED_OF_PRESS), strict=False):
            ratios = [one[0] / other[0] for one, other in zip(ours, theirs, strict=True)]
            cheaper = [other[1] / one[1] for one, other in zip(ours, theirs, strict=True)]
            held = statistics.median(ratios) >= wanted
            good = good and (held or wanted != WANTED)
            mark = "" if held else " !"
            print(f"  к {side}: {spread(ratios, 2)}, требуется {wanted}{mark};", end=" ")
            print(f"по времени процессора {spread(cheaper, 2)}", flush=True)
    return good


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.compare", description="Страница без кеша рядом с другими"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--without-wordpress", action="store_true")
    options = parser.parse_args(arguments)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-compare-")))
        server = stack.enter_context(postgres())
        host = server.split("@/")[1].rsplit("/", 1)[0]
        createdb = [
            os.path.join(postgres_folder() or "", "createdb"),
            f"--host=/{host}",
            "--username=postgres",
        ]
        for name in ("ours", "bare"):
            subprocess.run([*createdb, name], check=True)
        base = server.rsplit("/", 1)[0]
        ours = Ours(folder / "ours", free_port(), f"{base}/ours", options.processes)
        bare = Bare(folder / "bare", free_port(), f"{base}/bare", options.processes)
        known = ours.fill()
        for side in (ours, bare):
            stack.callback(side.stop)
        ours.start()
        bare.make()
        files = folder / "files"
        files.mkdir()
        paths = {name: f"{known['center']}{path}" for name, path in PAGES.items()}
        bare.fill(Copy(files, known["pages"], ours.get), [*paths.values()])
        bare.start()
        sides: list[Side] = [ours, bare]
        reason = "не просили" if options.without_wordpress else missing()
        if reason:
            print(f"!!! WordPress не сравнивался: {reason}", flush=True)
        else:
            press = Press(folder / "press", free_port(), options.processes)
            stack.callback(press.stop)
            press.make(contents_of(ours, known["pages"], [*paths.values()], known["center"]))
            press.start()
            sides.append(press)
        print(f"Средняя загрузка машины перед замером: {os.getloadavg()[0]:.1f}")
        return 0 if compare(sides, paths, options) else 1


if __name__ == "__main__":
    sys.exit(main())
