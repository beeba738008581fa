"""A small disk of its own, which can be filled and which can fail; only root can have one."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
PATIENCE = 20  # seconds
PROGRAMS = ("mkfs.ext4", "mount", "umount", "losetup")
FAIL = Path("/sys/fs/ext4")


def lacking() -> str:
    """What keeps this machine from making one; empty for nothing."""
    if os.geteuid() != 0:
        return "это умеет только root"
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    gone = [name for name in PROGRAMS if shutil.which(name, path=path) is None]
    if gone or not Path("/dev/loop-control").exists():
        return f"нет {', '.join(gone) or '/dev/loop-control'}"
    return ""


class Disk:
    """An ext4 of that many megabytes in a file, mounted at `root`."""

    def __init__(self, folder: Path, size: int) -> None:
        self.root, self.image = folder / "disk", folder / "disk.img"
        self.root.mkdir()
        with self.image.open("wb") as file:
            file.truncate(size * MEGABYTE)
        self._call("mkfs.ext4", "-q", "-F", "-m", "0", str(self.image))
        self._call("mount", "-o", "loop,errors=remount-ro", str(self.image), str(self.root))

    def _call(self, *command: str) -> str:
        path = {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env=os.environ | path
        ).stdout

    def fill(self) -> None:
        """Leave no byte."""
        with (self.root / "filler").open("ab", buffering=0) as file:
            for size in (MEGABYTE, 4096, 512, 1):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(b"\0" * size)

    def empty(self) -> None:
        """Give the room back."""
        (self.root / "filler").unlink()

    def fail(self) -> None:
        """Let the kernel find a mistake on it, after which it may only be read."""
        device = self._call("losetup", "--noheadings", "--output", "NAME", "--associated", str(self.image))
        (FAIL / Path(device.strip()).name / "trigger_fs_error").write_text("1")
        with pytest.raises(OSError, match="Read-only"):
            (self.root / "probe").touch()

    def heal(self) -> None:
        """Check it and mount it anew, as an operator does; nobody may have anything open on it."""
        self.close()
        subprocess.run(
            ["/sbin/fsck.ext4", "-y", str(self.image)],
            check=False,
            capture_output=True,
            stdin=subprocess.DEVNULL,
        )
        self._call("mount", "-o", "loop,errors=remount-ro", str(self.image), str(self.root))

    def close(self) -> None:
        """Take it away; a process that has just been killed may hold it a moment longer."""
        for _ in range(PATIENCE * 10):
            with contextlib.suppress(subprocess.CalledProcessError):
                self._call("umount", str(self.root))
                return
            time.sleep(0.1)
        raise TimeoutError(f"{self.root} is busy")
