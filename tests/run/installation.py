"""A copy of the project in a folder of its own, and `make run` inside it, as a newcomer would have them."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from tochka.launch import end_with_parent

SOURCE = Path(__file__).resolve().parent.parent.parent
PATIENCE = 600  # seconds; the first start downloads libraries, and the machine may be busy
OPEN = "Сайт открыт"
OWN_VARIABLES = re.compile(
    r"DJANGO|DATABASE_URL|ENV_FILE|SECRET_KEY|DATA_DIR|MEDIA_ROOT|BACKUP|SITE_ADDRESS|HOST$|PORT$|MAKE|PYTEST|CI$|PYTHONDONTWRITEBYTECODE"
)


def copy_project(target: Path) -> None:
    """Copy what git keeps or would keep: a clone with the changes of the working tree in it."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(command, cwd=SOURCE, capture_output=True, text=True, check=True)
    names = [name for name in listing.stdout.split("\0") if name and (SOURCE / name).is_file()]
    for name in names:
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(SOURCE / name, path)


def environment(**variables: str) -> dict[str, str]:
    """The variables of this machine without those that steer the site or the test run."""
    kept = {name: value for name, value in os.environ.items() if not OWN_VARIABLES.match(name)}
    return {**kept, **variables}


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """`make run` in a folder: its output, its processes and its answers."""

    def __init__(self, folder: Path, port: int, process: subprocess.Popen[bytes], output: Path) -> None:
        self.folder, self.port, self.process, self._output = folder, port, process, output

    @property
    def output(self) -> str:
        return self._output.read_text(encoding="utf-8")

    def wait_until_open(self, seconds: float = PATIENCE) -> None:
        """Return when the site says that it is open; fail when it ends before or takes too long."""
        wait_for(lambda: OPEN in self.output or self.process.poll() is not None, seconds)
        assert OPEN in self.output, self.output

    def get(self, path: str, **headers: str) -> http.client.HTTPResponse:
        """Ask the site for a path and return the answer, not yet read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def status(self, path: str) -> int:
        """Status of the answer, or 0 when nobody listens."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get(path).status
        return 0

    def processes(self, words: str = "") -> list[int]:
        """Numbers of the processes that work in this folder and have `words` in their command line."""
        found = []
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if (entry / "cwd").resolve() == self.folder and words in command:
                    found.append(int(entry.name))
        return sorted(found)

    def cpu_seconds(self) -> float:
        """Work of all processes so far, ended children included: unlike time, the same on a busy machine."""
        ticks = 0
        for number in self.processes():
            fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal to all that the terminal would send it to; return the exit code of `make`."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)
        return self.process.wait(60)


def wait_for(condition: object, seconds: float) -> None:
    """Return when `condition()` holds; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.25)


@contextlib.contextmanager
def running(folder: Path, port: int, *, stdout: int | None = None, **variables: str) -> Iterator[Running]:
    """Start `make run` as the leader of a session, the way a terminal does, and leave nothing behind."""
    output = folder.parent / "output.txt"
    with output.open("wb") as file:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=folder,
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            stdout=file if stdout is None else stdout,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,  # a killed test run leaves no site behind
        )
    site = Running(folder, port, process, output)
    try:
        yield site
    finally:
        with contextlib.suppress(subprocess.TimeoutExpired):
            site.stop(signal.SIGTERM)
        for number in site.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
