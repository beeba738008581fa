"""Another machine inside this one: a clean copy of its disk and a systemd of its own, in namespaces.

The disk is an overlay whose changes stay in memory; processes, network, host name and control group are its
own. Whatever is done there, users, `/etc`, `/srv` and ports of this machine stay as they are, and all of it
is gone with its first process. Only root can make one.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PROGRAMS = ("unshare", "nsenter", "setpriv", "flock", "systemctl", "sudo", "pg_createcluster", "dpkg")
SYSTEMD = Path("/lib/systemd/systemd")
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
NAMESPACES = ("mount", "pid", "net", "uts", "ipc", "cgroup")
ASKING = Path(__file__).with_name("asking.py")
PATIENCE = 300  # seconds until the system or a service runs; the machine may be very busy

# What belongs to hardware and kernel, which this machine shares with the one around it.
SHARED = (
    *(f"systemd-{name}.service" for name in ("sysctl", "modules-load", "binfmt", "remount-fs", "sysusers")),
    *(f"systemd-{name}.service" for name in ("udevd", "udev-trigger", "tmpfiles-setup-dev", "random-seed")),
    *("dev-hugepages.mount", "dev-mqueue.mount", "sys-kernel-debug.mount", "sys-kernel-tracing.mount"),
    *("proc-sys-fs-binfmt_misc.automount", "sys-fs-fuse-connections.mount", "systemd-udevd-kernel.socket"),
)
BOOT = r"""
set -eu
echo $$ > "$group/cgroup.procs"
exec unshare $kinds --fork --kill-child bash -eu -c '
mount -t tmpfs -o mode=0755 machine "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay -o lowerdir=/,upperdir="$folder/upper",workdir="$folder/work" machine "$folder/root"
cd "$folder/root"
echo server > etc/hostname
mount -t proc proc proc
mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup sys/fs/cgroup
mount -t tmpfs -o mode=0755 run run
mount -t tmpfs -o mode=1777 tmp tmp
mount -t tmpfs -o mode=0755 dev dev
for one in null zero full random urandom tty; do touch dev/$one; mount --bind /dev/$one dev/$one; done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
mount -t tmpfs -o mode=1777 shm dev/shm
ln -s pts/ptmx dev/ptmx; ln -s /proc/self/fd dev/fd
rm -rf srv etc/postgresql var/lib/postgresql etc/nginx/conf.d etc/tochka
mkdir srv etc/postgresql var/lib/postgresql etc/nginx/conf.d
chown postgres:postgres etc/postgresql var/lib/postgresql
printf "127.0.0.1 localhost server $names\n::1 localhost $names\n" > etc/hosts
rm -rf etc/systemd/system/*.wants usr/lib/systemd/system/timers.target.wants
for one in $shared; do ln -sf /dev/null "etc/systemd/system/$one"; done
printf "[Unit]\nRequires=basic.target\nAfter=basic.target\n" > etc/systemd/system/alone.target
mkdir opt/given && mount --bind "$given" opt/given
mkdir opt/packages && mount --bind -o ro "$packages" opt/packages
mkdir mnt/before
pivot_root . mnt/before  # and no chroot: from there the kernel gives no user namespaces
umount --lazy /mnt/before
exec env -i container=other PATH="$PATH" LANG=C.UTF-8 \
    setpriv --bounding-set=-sys_time,-sys_module,-sys_rawio,-syslog \
    /lib/systemd/systemd --system --unit=alone.target --log-target=journal --show-status=no
'
"""


def lacking(packages: Sequence[str]) -> str:
    """What keeps this machine from making another one with these packages of Debian; empty for nothing."""
    if os.geteuid() != 0:
        return "это умеет только root"
    gone = [name for name in PROGRAMS if shutil.which(name, path=f"{os.environ['PATH']}:{PATH}") is None]
    if gone or not SYSTEMD.exists():
        return f"нет {', '.join(gone) or 'systemd'}"
    asked = subprocess.run(["dpkg", "--status", *packages], capture_output=True, text=True, check=False)
    if asked.returncode:
        return f"нет пакетов: {asked.stderr.splitlines()[0]}"
    if _control_groups() is None:
        return "нет cgroup2"
    allowed = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "true"], capture_output=True, check=False
    )
    return "" if allowed.returncode == 0 else "ядро не дало пространств имён"


def _control_groups() -> Path | None:
    """Where the second version of control groups is mounted."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, folder, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(folder)
    return None


class Machine:
    """A machine that runs from `start()` to `stop()`.

    `given` is a folder of this one that it sees at `/opt/given`, `packages` the libraries of Python at
    `/opt/packages`; `names` are the host names that mean itself. `said` is for its users: what its commands
    have printed.
    """

    def __init__(self, folder: Path, *, given: Path, packages: Path, names: str) -> None:
        self.folder, self.given, self.packages, self.names = folder, given, packages, names
        self.first = 0
        self.said = ""
        groups = _control_groups()
        assert groups is not None
        self.group = groups / f"tochka-test-{os.getpid()}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when its system runs."""
        self.folder.mkdir(exist_ok=True)
        self.group.mkdir(exist_ok=True)
        variables = {
            "PATH": PATH,
            "folder": str(self.folder),
            "group": str(self.group),
            "given": str(self.given),
            "packages": str(self.packages),
            "names": self.names,
            "kinds": " ".join(f"--{kind}" for kind in NAMESPACES),
            "shared": " ".join(SHARED),
        }
        log = self.folder.with_suffix(".log").open("wb")
        self._process = subprocess.Popen(
            ["bash", "-c", BOOT], env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            children = (
                Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
            )
            if children:
                self.first = int(children[0])
                state = self.run("systemctl is-system-running", check=False).stdout.strip()
                if state in {"running", "degraded"}:
                    return
            time.sleep(0.2)
        raise RuntimeError(self.folder.with_suffix(".log").read_text())

    def stop(self) -> None:
        """End every process of it; its disk goes with them."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.first or self._process.pid, signal.SIGKILL)
            self._process.wait()
        for folder, _, _ in os.walk(self.group, topdown=False):
            with contextlib.suppress(OSError):
                os.rmdir(folder)

    def run(self, script: str, *, check: bool = True, text: str = "") -> subprocess.CompletedProcess[str]:
        """Let root's bash on that machine do it, and stop at the first failure; `text` is what it reads.

        Raises `AssertionError` with all that was said when it fails and `check` is on.
        """
        enter = [
            "nsenter",
            f"--target={self.first}",
            "--mount",
            "--pid",
            "--net",
            "--uts",
            "--ipc",
            "--cgroup",
        ]
        command = [*enter, "--root", "--wd", "env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8"]
        done = subprocess.run(
            [*command, "DEBIAN_FRONTEND=noninteractive", "bash", "-euo", "pipefail", "-c", script],
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        failed = check and done.returncode != 0
        assert not failed, f"{script}\n{done.stdout}\n{done.stderr}\n{self.journal()}"
        return done

    def wait(self, script: str) -> None:
        """Return when the script succeeds; raise `AssertionError` when it does not for too long."""
        deadline = time.monotonic() + PATIENCE
        while self.run(script, check=time.monotonic() > deadline).returncode:
            time.sleep(0.5)

    def journal(self) -> str:
        """The last lines that its services have written."""
        return self.run(
            "journalctl --no-pager --quiet --lines=80 --unit='tochka*' --unit=nginx --unit='postgresql*'",
            check=False,
        ).stdout

    def ask(self, address: str, **question: Any) -> dict[str, Any]:
        """Ask a web server of that machine; `asking.py` says what a question may hold."""
        return self.ask_all([question | {"address": address}])[0]

    def ask_all(self, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Ask one question after another."""
        script = f'python3 -c "$(cat <<"END"\n{ASKING.read_text(encoding="utf-8")}\nEND\n)"'
        answers: list[dict[str, Any]] = json.loads(self.run(script, text=json.dumps(questions)).stdout)
        return answers
