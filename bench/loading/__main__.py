"""`python -m bench.loading --database both`: see bench/README.md."""

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
    parser = argparse.ArgumentParser(prog="python -m bench.loading", description="Замер загрузки страниц")
    parser.add_argument("--centers", type=int, default=240, help="сколько центров в сети до замера")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    args = parser.parse_args(arguments)
    worst = 0
    for name in ("sqlite", "postgres") if args.database == "both" else (args.database,):
        with tempfile.TemporaryDirectory(prefix="bench-loading-") as folder, database(name) as url:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "tochka.settings.dev",
                "DATA_DIR": folder,
                "MEDIA_ROOT": f"{folder}/media",
                "DATABASE_URL": url,
                "LOG_LEVEL": "ERROR",
            }
            print(f"\n{name}", flush=True)
            size = [f"--centers={args.centers}", "--regions=4", "--municipalities=24"]
            for command in (
                ["manage.py", "migrate", "--verbosity=0"],
                ["manage.py", "seed_network", *size],
                ["-m", "bench.loading.worker", str(args.rounds)],
            ):
                result = subprocess.run([sys.executable, *command], cwd=ROOT, env=environment)
                worst = max(worst, result.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
