"""How much one file may cost, and how the reading process holds itself to it.

The process sets its own limits before it looks at the file; the parent only waits and
kills. Standard library only.
"""

import contextlib
import resource
import signal
from dataclasses import asdict, dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for the reading of one file; memory and sizes in bytes.

    `memory` is the address space of the process: its resident memory stays below that.
    `expanded` bounds what compressed parts may unfold to, `objects` the parts of a PDF or
    entries of an archive, `pixels` the area of a picture.
    """

    memory: int = 256 * MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: float = 30.0
    file_size: int = 100 * MEBIBYTE
    text_chars: int = 1_000_000
    pages: int = 2_000
    objects: int = 150_000
    entries: int = 5_000
    expanded: int = 200 * MEBIBYTE
    pixels: int = 60_000_000
    decoded_picture: int = 110 * MEBIBYTE
    output: int = 24 * MEBIBYTE

    def to_dict(self) -> dict[str, float]:
        """Plain data for the command line of the reading process."""
        return asdict(self)


def confine(limits: Limits) -> None:
    """Hold this process to its limits: memory, processor time, wall time, no core, no large files.

    A process over its processor or wall time is killed by the system, even when its parent has died.
    """
    soft_cpu = int(limits.cpu_seconds)
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, soft_cpu, soft_cpu + 2),
        (resource.RLIMIT_FSIZE, MEBIBYTE, MEBIBYTE),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    ):
        # Some systems (macOS) refuse a bound on the address space; the wall clock still holds.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds + 1.0)


def peak_memory() -> int:
    """The most resident memory this process has had, in bytes."""
    try:
        with open("/proc/self/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak * 1024
