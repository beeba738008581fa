"""`python -m bench.faults --rounds 200 --database both`: see bench/README.md."""

from __future__ import annotations

import argparse
import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.faults.rounds import checking, run, table
from bench.faults.site import CACHE_SERVER, Site


def one_database(name: str, rounds: int, seed: int, seconds: float, *, cache: bool) -> bool:
    """Run the rounds on one database and print the table; whether nothing was lost."""
    with tempfile.TemporaryDirectory(prefix="bench-faults-") as folder, contextlib.ExitStack() as stack:
        cluster = None
        if name == "postgres":
            cluster = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-faults-pg-")))
        site = Site(Path(folder), {}, postgres=cluster, cache=cache)
        stack.callback(site.stop)
        for one in ("cache", "database"):
            if one in site.processes:
                site.processes[one].start()
        if cluster:
            _create(cluster)
        site.call("manage.py", "migrate", "--verbosity=0")
        site.start("application", "worker")
        with checking(site) as checker:
            began = time.monotonic()
            result = run(
                site,
                checker,
                rounds=rounds,
                seed=seed,
                seconds=seconds,
                say=lambda line: print(line, flush=True),
            )
        print(f"\n{name}, зерно {seed}, {time.monotonic() - began:.0f} с\n\n{table(result)}", flush=True)
        for trouble in result.troubles:
            print(f"! {trouble}", flush=True)
        return not result.troubles


def _create(cluster: Path) -> None:
    command = ["createdb", f"--host={cluster}", "--username=postgres", "tochka"]
    for _ in range(50):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
        time.sleep(0.2)
    raise RuntimeError("PostgreSQL did not start")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description="Сбои: что при них теряется")
    parser.add_argument("--rounds", type=int, default=200, help="сколько кругов на все базы вместе")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--seconds", type=float, default=0, help="больше стольких секунд кругов не начинать")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--no-cache", action="store_true", help="без Redis: кэш в файлах")
    args = parser.parse_args(arguments)
    cache = CACHE_SERVER is not None and not args.no_cache
    names = ("postgres", "sqlite") if args.database == "both" else (args.database,)
    shares = [args.rounds - args.rounds // len(names) * (len(names) - 1), *[args.rounds // len(names)]]
    good = [
        one_database(name, share, args.seed, args.seconds, cache=cache)
        for name, share in zip(names, shares, strict=False)
    ]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
