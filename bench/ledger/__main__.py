"""`python -m bench.ledger --entries 1000000`: see README.md beside."""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from bench.register.__main__ import database  # noqa: E402 - the folder is found from here


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.ledger", description="Замер журнала публикаций")
    parser.add_argument("--entries", type=int, default=1_000_000, help="сколько записей в журнале")
    parser.add_argument("--rounds", type=int, default=40, help="сколько публикаций с журналом и без")
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    args = parser.parse_args(arguments)
    worst = 0
    for name in ("sqlite", "postgres") if args.database == "both" else (args.database,):
        with tempfile.TemporaryDirectory(prefix="bench-ledger-") as folder, database(name) as url:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "bench.country.settings",
                "DATA_DIR": folder,
                "MEDIA_ROOT": f"{folder}/media",
                "DATABASE_URL": url,
                "LOG_LEVEL": "ERROR",
            }
            print(f"\n{name}", flush=True)
            for command in (
                ["manage.py", "migrate", "--verbosity=0"],
                ["-m", "bench.ledger.worker", str(args.entries), str(args.rounds)],
            ):
                result = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment)
                worst = max(worst, result.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
