"""An installation of its own: the server of the site, its worker, database and cache, each to be killed."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.run.installation import environment, free_port
from tests.run_all import postgres_folder, run_as
from tochka.launch import end_with_parent

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 300  # seconds; the machine may be very busy
CACHE_SERVER = shutil.which("redis-server") or shutil.which("valkey-server")


class Process:
    """A program that is started again after each kill."""

    def __init__(self, name: str, folder: Path, command: list[str], **options: object) -> None:
        self.name, self.log, self.command, self.options = name, folder / f"{name}.log", command, options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # type: ignore[call-overload]
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # a killed benchmark leaves nothing behind
                **self.options,
            )

    @property
    def pid(self) -> int:
        assert self._process is not None  # noqa: S101 - asked while it runs
        return self._process.pid

    def revive(self) -> None:
        """Start it again if it has ended by itself, as systemd does."""
        if self._process is not None and self._process.poll() is not None:
            self.start()

    def children(self) -> list[int]:
        """Processes that it has started itself."""
        return children_of(self.pid)

    def kill(self) -> None:
        """End it and all below it in one moment, as a machine does that falls over."""
        if self._process is None:
            return
        for pid in [self.pid, *descendants(self.pid)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def children_of(pid: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(one) for one in (task / "children").read_text().split()]
    return found


def descendants(pid: int) -> list[int]:
    below = children_of(pid)
    return [*below, *(one for child in below for one in descendants(child))]


class Site:
    """The processes of an installation and what has to be waited for after one of them is killed.

    `variables` are those of its environment; `database` is a folder for a cluster of PostgreSQL, else the
    site has the SQLite file of its variables.
    """

    def __init__(
        self, folder: Path, variables: dict[str, str], *, postgres: Path | None, cache: bool
    ) -> None:
        self.folder, self.port = folder, free_port()
        self.processes: dict[str, Process] = {}
        variables = {
            "DJANGO_SETTINGS_MODULE": "bench.faults.settings",
            "ENV_FILE": "",
            "SECRET_KEY": "for-the-benchmark-only-and-long-enough-for-every-check-012345",
            "SITE_ADDRESS": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            "DATA_DIR": str(folder / "data"),
            "MEDIA_ROOT": str(folder / "media"),
            "BACKUP_DIR": str(folder / "backups"),
            "TMPDIR": str(folder / "tmp"),
            "NIGHTLY_BACKUP": "no",
            "LOAD_DEMO": "no",
            "LOG_LEVEL": "ERROR",
            **variables,
        }
        for name in ("data", "media", "tmp"):
            (folder / name).mkdir(exist_ok=True)
        if cache and CACHE_SERVER:
            port = free_port()
            options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
            self.processes["cache"] = Process("cache", folder, [CACHE_SERVER, *options])
            variables["CACHE_URL"] = f"redis://127.0.0.1:{port}/0"
        if postgres is not None:
            self.processes["database"] = _database(postgres, folder)
            variables["DATABASE_URL"] = f"postgres://postgres@/{postgres}/tochka"
        self.variables = environment(**variables)
        for name, command in (
            ("application", ("-m", "gunicorn", "--config=python:tochka.server", "tochka.wsgi:application")),
            ("worker", ("manage.py", "worker")),
        ):
            self.processes[name] = Process(
                name, folder, [sys.executable, *command], cwd=ROOT, env=self.variables
            )

    def call(self, *command: str) -> str:
        """Run a program of the installation to its end; raise `RuntimeError` when it fails."""
        done = subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=self.variables,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self, *names: str) -> None:
        """Start these, or all; return when the server answers."""
        for name in names or self.processes:
            self.processes[name].start()
        self.wait()

    def wait(self) -> None:
        """Return when the server listens and database and cache answer.

        Raises `TimeoutError` with what the processes have written when they do not.
        """
        try:
            wait_until(self.is_well, PATIENCE)
        except TimeoutError:
            said = [f"{one.name}:\n{one.log.read_text()[-3000:]}" for one in self.processes.values()]
            raise TimeoutError("\n\n".join(said)) from None

    def is_well(self) -> bool:
        for process in self.processes.values():
            process.revive()
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as asked:
            asked.settimeout(10)
            asked.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return b" 200 " in asked.recv(64)
        return False

    def stop(self) -> None:
        for process in reversed(self.processes.values()):
            process.kill()

    def faults(self, *, chance: random.Random) -> dict[str, Callable[[], None]]:
        """What may happen: the name of a fault → what does it and starts again what does not by itself."""

        def all_of(name: str) -> Callable[[], None]:
            def happen() -> None:
                self.processes[name].kill()
                time.sleep(chance.uniform(0, 0.5))
                self.processes[name].start()

            return happen

        def one_of(name: str) -> Callable[[], None]:
            def happen() -> None:
                below = self.processes[name].children()
                if below:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(chance.choice(below), signal.SIGKILL)

            return happen

        found = {
            "сервер сайта целиком": all_of("application"),
            "один процесс сервера": one_of("application"),
            "фоновая программа": all_of("worker"),
        }
        if "database" in self.processes:
            found["база данных целиком"] = all_of("database")
            found["один процесс базы"] = one_of("database")
        if "cache" in self.processes:
            found["кэш (Redis)"] = all_of("cache")
        return found


def _database(cluster: Path, folder: Path) -> Process:
    """A cluster that keeps its word as those of operators do; made in the folder unless it is there."""
    account = run_as("postgres")
    programs = Path(str(postgres_folder()))
    if account:
        os.chown(cluster, account["user"], account["group"])
    if not (cluster / "data" / "PG_VERSION").exists():
        options = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        subprocess.run(
            [programs / "initdb", f"--pgdata={cluster}/data", *options],
            cwd=cluster,
            stdout=subprocess.DEVNULL,
            check=True,
            **account,
        )
    command = [str(programs / "postgres"), "-D", f"{cluster}/data", "-c", "listen_addresses="]
    command += ["-c", f"unix_socket_directories={cluster}", "-c", "max_connections=50"]
    return Process("database", folder, command, cwd=cluster, **account)


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    """Return when it holds; raise `TimeoutError` when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)
