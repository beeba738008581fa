"""`python -m bench.search`: see bench/README.md."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.register.__main__ import ROOT, database
from bench.search.figures import HALVES

RECALL, RANK = 0.95, 0.85  # what must hold in each half


def report(name: str, folder: str, url: str, args: argparse.Namespace) -> dict:
    """Make the network in an empty database, ask, and return the figures."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.search.settings",
        "DATA_DIR": folder,
        "MEDIA_ROOT": f"{folder}/media",
        "DATABASE_URL": url,
        "LOG_LEVEL": "ERROR",
        "PYTHONPATH": str(ROOT),
    }

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)

    if not Path(folder, "made").exists():
        run("manage.py", "migrate", "--verbosity=0")
        if args.centers:
            size = [
                f"--centers={args.centers}",
                "--regions=89",
                f"--municipalities={max(args.centers // 2, 89)}",
            ]
            run("manage.py", "seed_network", *size)
        run("-c", "import django; django.setup(); from bench.search.corpus import build; build()")
        run("manage.py", "load_demo", "--verbosity=0")
        Path(folder, "made").touch()
    path = f"{folder}/figures.json"
    call = f"from bench.search.figures import write; write({path!r}, {args.show!r})"
    run("-c", f"import django; django.setup(); {call}")
    return json.loads(Path(path).read_text(encoding="utf-8"))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description="Замер поиска")
    parser.add_argument("--centers", type=int, default=300, help="сколько выдуманных центров вокруг")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--show", choices=[*HALVES, "none"], default="tuning", help="чьи ошибки показать")
    parser.add_argument("--keep", help="папка, в которой базы остаются для следующего раза")
    args = parser.parse_args(arguments)
    names = ("sqlite", "postgres") if args.database == "both" else (args.database,)
    reports = {}
    for name in names:
        with tempfile.TemporaryDirectory(prefix="bench-search-") as temporary:
            folder = str(Path(args.keep, name)) if args.keep else temporary
            Path(folder).mkdir(parents=True, exist_ok=True)
            kept = Path(folder, "cluster") if args.keep else None
            with database(name, kept) as url:
                reports[name] = report(name, folder, url, args)
    groups = list(next(iter(reports.values()))["summary"]["groups"])
    print("\n" + f"{'':28}" + "".join(f"{name:>26}" for name in reports))
    print(f"{'':28}" + f"{'запросов':>10}{'recall@10':>10}{'MRR':>6}" * len(reports))
    for group in sorted(groups, key=lambda name: ("·" in name, name)):
        line = ""
        for one in reports.values():
            found = one["summary"]["groups"][group]
            line += f"{found['queries']:>10}{found['recall']:>10.3f}{found['mrr']:>6.3f}"
        print(f"{group:28}{line}")
    for name, one in reports.items():
        print(f"{name}: p50 {one['summary']['p50']:.0f} мс, p95 {one['summary']['p95']:.0f} мс")
        print("\n".join(one["misses"]))
    halves = [one["summary"]["groups"][half] for one in reports.values() for half in HALVES]
    return 0 if all(half["recall"] >= RECALL and half["mrr"] >= RANK for half in halves) else 1


if __name__ == "__main__":
    sys.exit(main())
