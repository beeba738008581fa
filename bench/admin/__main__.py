"""`python -m bench.admin --database both --keep FOLDER`: see bench/README.md."""

import argparse
import contextlib
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO, cast

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from tests.run_all import postgres  # noqa: E402 - the folder of the tests is found from here

SMALL = 24
ROLES = {"editor": "редактор центра", "head": "руководитель", "regional": "региональный координатор"}
MOST_QUERIES, MOST_TIMES = 40, 1.3


class Side:
    """A process with one network; answers in turn with the other one."""

    def __init__(self, variables: dict[str, str], worker: str) -> None:
        command = [sys.executable, "-m", worker]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, env=variables, stdin=pipe, stdout=pipe, text=True)
        self.asks, self.answers = cast(TextIO, self.process.stdin), cast(TextIO, self.process.stdout)

    def ask(self, **question: str) -> Any:
        self.asks.write(json.dumps(question) + "\n")
        self.asks.flush()
        return json.loads(self.answers.readline())

    def end(self) -> None:
        self.process.kill()
        self.process.wait()


@contextlib.contextmanager
def side(
    folder: Path, url: str, centers: int, worker: str = "bench.admin.worker", seeding: Sequence[str] = ()
) -> Iterator[Side]:
    """A network of so many centres, in the folder or in the database at the address; made when it is not.

    `worker` is the module that answers, `seeding` what `seed_network` is told besides the size.
    """
    folder.mkdir(parents=True, exist_ok=True)
    variables = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.admin.settings",
        "DATA_DIR": str(folder),
        "MEDIA_ROOT": str(folder / "media"),
        "DATABASE_URL": url,
        "SECRET_KEY": "for-the-benchmark-only-and-long-enough-for-every-check-012345",
    }

    def manage(*command: str) -> int:
        return subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=variables).returncode

    if url and not (folder / "made").exists():
        host, name = url.split("@/")[1].rsplit("/", 1)
        subprocess.run(["createdb", "-h", f"/{host}", "-U", "postgres", name], check=True)
    manage("migrate", "--verbosity=0")
    if not (folder / "made").exists():
        # The coordinator of the small network has all its centres, as many as a page of a list shows.
        size = ["--regions=1", f"--municipalities={centers}"] if centers <= SMALL else []
        size.append(f"--centers={centers}")
        if manage("seed_network", *size, *seeding):
            raise SystemExit("Сеть не создана: очистите папку и начните снова.")
        (folder / "made").touch()
    one = Side(variables, worker)
    try:
        if not (folder / "filled").exists():
            one.ask(do="fill")
            (folder / "filled").touch()
        one.ask(do="analyze")
        yield one
    finally:
        one.end()


def spread(times: list[float]) -> tuple[float, float, float]:
    """Median and quartiles, ms."""
    low, middle, high = statistics.quantiles(times, n=4)
    return middle, low, high


def compare(small: Side, large: Side, rounds: int, roles: list[str], screens: re.Pattern[str]) -> int:
    """Print what each screen costs on both sides; return how many go over a limit."""
    over = 0
    for role in roles:
        label = ROLES[role]
        known = set(large.ask(do="screens", **{"as": role}))
        names = [
            name for name in small.ask(do="screens", **{"as": role}) if name in known and screens.search(name)
        ]
        print(f"\n{label}: экранов {len(names)}")
        print(f"{'экран':<58} {'запросов':>9} {'24, мс':>18} {'много, мс':>18} {'раз':>5}", flush=True)
        for name in names:
            times: dict[Side, list[float]] = {small: [], large: []}
            queries: dict[Side, int] = {}
            for turn in range(rounds + 2):
                for one in (small, large) if turn % 2 else (large, small):
                    cost = one.ask(do="ask", screen=name, **{"as": role})
                    queries[one] = cost["queries"]
                    if turn >= 2:  # the first two warm up
                        times[one].append(cost["ms"])
            few, many = spread(times[small]), spread(times[large])
            ratio = statistics.median(b / a for a, b in zip(times[small], times[large], strict=True))
            bad = ratio > MOST_TIMES or queries[large] > MOST_QUERIES
            over += bad
            numbers = (
                f"{queries[small]:>4}{queries[large]:>5} {few[0]:>6.0f} ({few[1]:.0f}–{few[2]:.0f})".ljust(28)
            )
            print(f"{name:<58} {numbers} {many[0]:>6.0f} ({many[1]:.0f}–{many[2]:.0f})".ljust(106), end="")
            print(f"{ratio:>5.2f}{' !' if bad else ''}", flush=True)
    return over


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.admin", description="Замер экранов сотрудников")
    parser.add_argument("--centers", type=int, default=24_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--roles", nargs="+", choices=list(ROLES), default=list(ROLES))
    parser.add_argument("--screens", type=re.compile, default=re.compile(""), help="только экраны по образцу")
    parser.add_argument("--keep", type=Path, help="папка, где сети останутся для следующего раза")
    args = parser.parse_args(arguments)
    over = 0
    with contextlib.ExitStack() as stack:
        folder = args.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-admin-")))
        for database in ("sqlite", "postgres") if args.database == "both" else (args.database,):
            print(f"\n=== {database}", flush=True)
            with contextlib.ExitStack() as networks:
                urls = ["", ""]
                if database == "postgres":
                    server = networks.enter_context(postgres(folder / "cluster" if args.keep else None))
                    urls = [f"{server}_{size}" for size in ("small", "large")]
                sides = [
                    networks.enter_context(side(folder / f"{database}-{size}", url, size))
                    for url, size in zip(urls, (SMALL, args.centers), strict=True)
                ]
                over += compare(*sides, args.rounds, args.roles, args.screens)
    print(f"\nЭкранов за пределами ({MOST_TIMES} раза или {MOST_QUERIES} запросов): {over}")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
