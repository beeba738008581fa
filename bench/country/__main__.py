"""`python -m bench.country --keep FOLDER`: see bench/README.md."""

import argparse
import contextlib
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from bench.admin.__main__ import SMALL, Side, side, spread  # noqa: E402 - the folder is found from here
from tests.run_all import postgres  # noqa: E402

WORKER = "bench.country.worker"
#: How many times slower than with 24 centres a page may be; None where only the figure is wanted.
LIMITS: dict[str, dict[str, float | None]] = {
    "postgres": {"centre": 1.2, "section": 1.2, "directory": 1.2, "programmes": 1.2, "search": 1.2},
    "sqlite": {"centre": 1.5, "section": 1.5, "directory": None, "programmes": None, "search": None},
}
#: Seconds for the import of a register of 24,000 rows and for its dry run.
IMPORT, DRY_RUN = 180, 60
ROWS = 24_000
MOST_QUERIES = 12


def pages(small: Side, large: Side, rounds: int, limits: dict[str, float | None]) -> int:
    """Print what each public page costs on both sides; return how many go over a limit."""
    for one in (small, large):  # networks that were kept may have been filled before something was added
        one.ask(do="fill")
    there = {name: (kind, path) for name, kind, path in large.ask(do="addresses")}
    here = {name: path for name, _kind, path in small.ask(do="addresses")}
    over = 0
    print(f"{'страница':<44} {'запросов':>9} {'24, мс':>18} {'много, мс':>20} {'раз':>5}", flush=True)
    for name in [name for name in here if name in there]:
        kind, path = there[name]
        times: dict[Side, list[float]] = {small: [], large: []}
        queries: dict[Side, int] = {}
        for turn in range(rounds + 2):
            for one in (small, large) if turn % 2 else (large, small):
                cost = one.ask(do="ask", path=path if one is large else here[name])
                if cost["status"] != 200:
                    raise SystemExit(f"{name}: ответ {cost['status']}")
                queries[one] = cost["queries"]
                if turn >= 2:  # the first two warm up
                    times[one].append(cost["ms"])
        few, many = spread(times[small]), spread(times[large])
        ratio = many[0] / few[0]
        limit = limits[kind]
        # A search that finds too little of what was typed looks once more: that is no growth.
        most = MOST_QUERIES if kind == "search" else queries[small]
        bad = (limit is not None and ratio > limit) or queries[large] > most
        over += bad
        print(
            f"{name:<44} {queries[small]:>4}{queries[large]:>5} "
            f"{few[0]:>7.1f} ({few[1]:.1f}–{few[2]:.1f})".ljust(80)
            + f"{many[0]:>7.1f} ({many[1]:.1f}–{many[2]:.1f})".ljust(26)
            + f"{ratio:>5.2f}{' !' if bad else ''}",
            flush=True,
        )
    return over


def register(large: Side, centers: int) -> int:
    """Export the register, read it back with a change in every row, write it; then rows that are new."""
    over = 0
    share = centers / ROWS
    for kind, new in (("schools", False), ("centers", False), ("schools", True)):
        found: dict[str, Any] = large.ask(do="import", kind=kind, new=str(new))
        late = found["check"] > DRY_RUN * share or found["check"] + found["write"] > IMPORT * share
        over += late
        print(
            f"{kind}, {'новых' if new else 'изменённых'} {found['done']} из {found['rows']}: "
            f"выгрузка {found['export']:.0f} с, чтение и проверка {found['check']:.0f} с, "
            f"запись {found['write']:.0f} с, память {found['memory']} МБ{' !' if late else ''}",
            flush=True,
        )
        if found["done"] != found["rows"]:
            raise SystemExit(f"Записаны не все строки: {found}")
    return over


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.country", description="Замер сети всей страны")
    parser.add_argument("--centers", type=int, default=ROWS)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--parts", nargs="+", choices=["pages", "register"], default=["pages", "register"])
    parser.add_argument("--keep", type=Path, help="папка, где сети останутся для следующего раза")
    args = parser.parse_args(arguments)
    over = 0
    with contextlib.ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-country-")))
        for database in ("sqlite", "postgres") if args.database == "both" else (args.database,):
            print(f"\n=== {database}", flush=True)
            with contextlib.ExitStack() as networks:
                urls = ["", ""]
                if database == "postgres":
                    server = networks.enter_context(postgres(folder / "cluster" if args.keep else None))
                    urls = [f"{server}_{name}" for name in ("place", "large")]
                # All centres of the small network stand in one municipality, so that a page of the register
                # has as many rows there as in the large one.
                small, large = (
                    networks.enter_context(side(folder / name, url, size, WORKER, seeding))
                    for name, url, size, seeding in (
                        (f"{database}-place", urls[0], SMALL, ["--contents", "--municipalities=1"]),
                        (f"{database}-{args.centers}", urls[1], args.centers, ["--contents"]),
                    )
                )
                print(", ".join(f"{name}: {count}" for name, count in large.ask(do="sizes").items()))
                if "pages" in args.parts:
                    over += pages(small, large, args.rounds, LIMITS[database])
                if "register" in args.parts:
                    over += register(large, args.centers)
    print(f"\nЗа пределами: {over}")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
