"""`python -m bench.register --centers 2400 --database both`: see bench/README.md."""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
from tests.run_all import postgres  # noqa: E402 - the folder of the tests is found from here


@contextlib.contextmanager
def database(name: str, keep: Path | None = None) -> Iterator[str]:
    """The address of a database for `DATABASE_URL`, empty unless its folder was kept; SQLite has none."""
    if name == "sqlite":
        yield ""
        return
    is_new = keep is None or not keep.exists()
    with postgres(keep) as url:
        folder = url.split("@/")[1].rpartition("/")[0]
        if is_new:
            subprocess.run(["createdb", "-h", f"/{folder}", "-U", "postgres", "tochka"], check=True)
        yield url


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.register", description="Замер реестра")
    parser.add_argument("--centers", type=int, default=2400, help="сколько центров")
    parser.add_argument("--regions", type=int, default=89)
    parser.add_argument("--municipalities", type=int, default=2300)
    parser.add_argument("--database", choices=["sqlite", "postgres", "both"], default="both")
    args = parser.parse_args(arguments)
    size = [f"--{name}={getattr(args, name)}" for name in ("centers", "regions", "municipalities")]
    for name in ("sqlite", "postgres") if args.database == "both" else (args.database,):
        with tempfile.TemporaryDirectory(prefix="bench-register-") as folder, database(name) as url:
            environment = os.environ | {
                "DJANGO_SETTINGS_MODULE": "tochka.settings.dev",
                "DATA_DIR": folder,
                "MEDIA_ROOT": f"{folder}/media",
                "DATABASE_URL": url,
                "LOG_LEVEL": "ERROR",
            }

            def manage(*command: str, variables: dict[str, str] = environment) -> None:
                subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=variables, check=True)

            print(f"\n{name}", flush=True)
            manage("migrate", "--verbosity=0")
            started = time.monotonic()
            manage("seed_network", *size)
            print(f"вместе с запуском: {time.monotonic() - started:.0f} с", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
