#!/usr/bin/env python3
"""Everything `make test` does: tools, checks of the code, the suite on SQLite and again on PostgreSQL.

Needs nothing but Python. As root on Debian or Ubuntu it installs the real components that the suite
drives (PostgreSQL, nginx, Redis, systemd, Chromium, Node.js and Java for the checkers); without them it says
loudly what is left out, and in CI (`CI=true`) fails.
"""

import concurrent.futures
import contextlib
import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, ROOT)

from tests.checkers import setup as checkers
from tochka import launch

IN_CI = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# Packages of docs/operators/server.md beside those that other components bring.
ONE_SERVER = ("sudo", "python3-venv", "openssl", "make")
# Of the marked tests the second database learns nothing new.
SAME_ON_BOTH = "not browser and not launcher"


def postgres_folder():
    """Folder of the newest PostgreSQL server's commands, or None."""
    folders = glob.glob("/usr/lib/postgresql/*/bin/initdb")
    found = max(folders, key=lambda path: int(path.split("/")[4]), default=None) or shutil.which("initdb")
    return os.path.dirname(found) if found else None


def browser():
    """Path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def nginx():
    """Path of nginx with the modules that `deploy/nginx` needs, or None."""
    modules = glob.glob("/usr/lib/nginx/modules/ngx_http_brotli_*_module.so")
    return (shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")) if len(modules) == 2 else None


def systemd():
    """Path of systemd and, with it, of what the page of one server tells to type; or None."""
    found = os.path.exists("/lib/systemd/systemd") and shutil.which("systemd-analyze")
    if not found or not shutil.which("dpkg"):
        return None
    own = subprocess.run(["dpkg", "--status", *ONE_SERVER], capture_output=True)
    return found if own.returncode == 0 else None


def get_components():
    """Install what is missing of the programs that the suite drives; return the names of what stays away."""
    components = (
        ("PostgreSQL", postgres_folder, ("postgresql",)),
        ("Chromium", browser, ("chromium", "fonts-dejavu-core")),
        ("git", lambda: shutil.which("git"), ("git",)),
        ("Node.js", lambda: shutil.which("node"), ("nodejs",)),
        (
            "nginx",
            nginx,
            ("nginx-light", *(f"libnginx-mod-http-brotli-{one}" for one in ("filter", "static"))),
        ),
        ("Redis", lambda: shutil.which("redis-server") or shutil.which("valkey-server"), ("redis-server",)),
        ("systemd", systemd, ("systemd", *ONE_SERVER)),
        ("npm", lambda: shutil.which("npm"), ("npm",)),
        ("Java", lambda: shutil.which("java"), ("default-jre-headless",)),
    )
    packages = [package for _, find, names in components if not find() for package in names]
    if packages:
        try:
            launch.install_packages(*packages)
        except launch.LaunchError as error:
            launch.say(str(error), stream=sys.stderr)
    return [name for name, find, _ in components if not find()]


def get_checkers():
    """Install the checkers that others wrote; return their name when they could not be had."""
    try:
        checkers.install()
    except launch.LaunchError as error:
        launch.say(str(error), stream=sys.stderr)
        return ["проверяющие программы"]
    return []


def run_as(account):
    """Arguments for `subprocess` that make it run as `account`, if this process is root's."""
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam(account)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextlib.contextmanager
def postgres(keep=None):
    """A throw-away PostgreSQL cluster on a socket of its own; gives the address for `DATABASE_URL`.

    It forgoes every guard against a crash: nothing in it is worth keeping. A benchmark names a folder to
    `keep` all the same, for the next time.
    """
    commands = postgres_folder()
    folder = str(keep) if keep else tempfile.mkdtemp(prefix="tochka-pg-")
    os.makedirs(folder, exist_ok=True)
    account = run_as("postgres")
    if account:
        os.chown(folder, account["user"], account["group"])
    data = os.path.join(folder, "data")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    options += " -c synchronous_commit=off -c full_page_writes=off -c max_connections=50"

    def call(name, *arguments):
        command = [os.path.join(commands, name), f"--pgdata={data}", *arguments]
        subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True, **account)

    try:
        initdb = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        if not os.path.exists(os.path.join(data, "PG_VERSION")):
            call("initdb", *initdb)
        call("pg_ctl", "start", "--wait", f"--log={folder}/log", f"--options={options}")
        yield f"postgres://postgres@/{folder}/tochka"
    finally:
        with contextlib.suppress(subprocess.CalledProcessError):
            call("pg_ctl", "stop", "--mode=fast")
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def migrating(url):
    """Make a database at the address that the workers of the suite copy, beside what runs meanwhile.

    Gives a function that waits until its migrations are through and tells whether they succeeded. (The first
    worker on SQLite runs its own meanwhile, and the second one waits for it.)
    """
    host, name = url.split("@/")[1].rsplit("/", 1)
    create = [os.path.join(postgres_folder(), "createdb"), f"--host=/{host}", "--username=postgres", name]
    subprocess.run(create, check=True)
    os.environ["TEST_TEMPLATE"] = name
    variables = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tochka.settings.test"}
    command = [launch.PYTHON, "manage.py", "migrate", "--verbosity=0"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | variables, stdin=subprocess.DEVNULL)
    try:
        yield lambda: process.wait() == 0
    finally:
        process.kill()
        process.wait()


def step(title, *command, **variables):
    """Run one part of the whole, letting its output through; return whether it succeeded."""
    launch.say(f"\n=== {title}")
    started = time.monotonic()
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **variables}
    code = subprocess.call([launch.PYTHON, *command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    launch.say(f"=== {title}: {'не пройдено' if code else 'пройдено'} за {time.monotonic() - started:.0f} с")
    return code == 0


def suite(title, database_url, left_out, *options):
    """Run the tests on one database, two at a time."""
    pytest = ("-m", "pytest", "-q", "--numprocesses=2", "--dist=loadfile", "--durations=12", *options)
    return step(title, *pytest, "-m", left_out, DATABASE_URL=database_url)


def main():
    """Run everything; return the exit code."""
    launch.use_suitable_python()
    # The suite starts some hundred processes, and each would compile the code anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    launch.develop()
    missing = get_components()
    here = "not browser" if "Chromium" in missing else ""
    with contextlib.ExitStack() as stack:
        url = migrated = None
        if "PostgreSQL" not in missing:
            url = stack.enter_context(postgres())
            migrated = stack.enter_context(migrating(url))
        with concurrent.futures.ThreadPoolExecutor() as beside:
            got = beside.submit(get_checkers)
            results = [step("Проверки кода", "tests/checks.py")]
            missing += got.result()
        results.append(suite("Тесты на SQLite", "", here))
        if url:
            results.append(migrated() and suite("Тесты на PostgreSQL", url, SAME_ON_BOTH, "--only-database"))
    if missing:
        launch.say(f"\n!!! НЕ ПРОВЕРЕНО: нет {', '.join(missing)}. См. docs/developers.md.")
    return 0 if all(results) and not (missing and IN_CI) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except launch.LaunchError as error:
        sys.exit(f"Ошибка. {error}")
    except KeyboardInterrupt:
        sys.exit(130)
