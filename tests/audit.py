"""Compare the libraries with a base of known vulnerabilities; `make audit` and `make check` call this.

With `--when-reachable` a base that does not answer is said loudly and no fault, unless `CI` is true: whoever
checks the code on a train is told what was not checked.
"""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OSV = os.environ.get("OSV_URL") or "https://api.osv.dev/v1/query"
PIP_AUDIT = "pip-audit==2.10.1"
PATIENCE = 10  # seconds
SILENT = (
    "ПРОПУЩЕНО: база уязвимостей не ответила, библиотеки с ней не сверены. Повторите с интернетом: make audit"
)


def is_reachable() -> bool:
    """Whether anything answers at the address of the base, whatever it says."""
    try:
        with urllib.request.urlopen(OSV, timeout=PATIENCE):  # noqa: S310 - https, or what the caller named
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def main(arguments: list[str]) -> int:
    """0 when nothing is known against any library, 1 when something is, or when nobody could say."""
    if not is_reachable():
        print(SILENT, file=sys.stderr, flush=True)
        return 0 if "--when-reachable" in arguments and os.environ.get("CI") != "true" else 1
    uv = str(Path(sys.executable).with_name("uv"))
    command = [uv, "tool", "run", "--quiet", PIP_AUDIT, "--strict", "--disable-pip", "--no-deps"]
    command += ["--progress-spinner", "off", "--requirement", "requirements.txt"]
    command += ["--vulnerability-service", "osv", "--osv-url", OSV]
    if subprocess.run(command, cwd=ROOT, check=False).returncode:
        print("Не пройдено: найдены уязвимости или сверка прервалась, см. выше.", file=sys.stderr, flush=True)
        return 1
    print("Известных уязвимостей в библиотеках нет.", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
