"""Reading one file in a process of its own, whatever the file is.

The process has bounds on memory, processor time and wall time and is killed when it
passes them; what it told before that is kept. The parent holds no more than the text.
"""

import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from library.reading import filenames
from library.reading.facts import FileMetadata, Problem, Reading, SignatureStamp
from library.reading.limits import Limits
from library.reading.problems import problem

_CHILD = Path(__file__).with_name("child.py")
_CHUNK = 64 * 1024
_GRAVEST_FIRST = ("error", "warning", "note")
_LATE_STAGES = frozenset({"preview"})
_TEXT_STAGES = frozenset({"text", "whole"})
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PATH": os.defpath}


@dataclass(slots=True)
class _Told:
    """What the reading process has said so far."""

    facts: dict[str, Any] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    signatures: list[SignatureStamp] = field(default_factory=list)
    stage: str = "start"

    def take(self, line: bytes) -> None:
        """One line of the report; a broken one (the process died in it) says nothing."""
        try:
            ((name, value),) = json.loads(line).items()
        except (ValueError, AttributeError):
            return
        if name == "facts":
            self.facts.update(value)
        elif name == "page":
            self.pages.append(value)
        elif name == "problem":
            self.problems.append(problem(value["code"], value["params"]))
        elif name == "signature":
            self.signatures.append(SignatureStamp(**value))
        elif name == "stage":
            self.stage = value


def read_file(path: Path, filename: str = "", limits: Limits | None = None) -> Reading:
    """Read the file at `path`, called `filename` by the one who dropped it.

    Never raises on the content of a file: everything wrong with it is in `Reading.problems`.
    Raises OSError when there is no such file or no process can be started.
    """
    limits = limits or Limits()
    name = filename or path.name
    if not path.is_file():
        raise FileNotFoundError(path)
    extension = filenames.split_extension(filenames.safe_name(name))[1].lstrip(".")
    told, ending = _run(path, extension, limits)
    reading = _as_reading(told, filenames.safe_name(name))
    found = [*told.problems, *_problems_of_ending(told, ending), *name_problems(name)]
    reading.problems = sorted(found, key=lambda each: _GRAVEST_FIRST.index(each.severity))
    return reading


def read_stream(stream: BinaryIO, filename: str, limits: Limits | None = None) -> Reading:
    """Read an open file that may have no path of its own: a storage's file, an upload."""
    path = _path_of(stream)
    if isinstance(path, str) and Path(path).is_file():
        return read_file(Path(path), filename, limits)
    with tempfile.NamedTemporaryFile(prefix="reading-") as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy, 1024 * 1024)
        copy.flush()
        return read_file(Path(copy.name), filename, limits)


def _path_of(stream: BinaryIO) -> object:
    """Where the file lies on this machine; None when it lies elsewhere, in a bucket say."""
    with contextlib.suppress(NotImplementedError):
        return getattr(stream, "path", None) or getattr(stream, "temporary_file_path", lambda: None)()
    return None


def name_problems(name: str) -> list[Problem]:
    """What had to be changed in the file's name, as notes."""
    safe = filenames.safe_name(name)
    if filenames.has_path(name):
        return [problem("name_path", {"safe": safe})]
    if filenames.has_control_characters(name):
        return [problem("name_characters", {"safe": safe})]
    if len(name) > filenames.MAX_CHARS:
        return [problem("name_long", {"safe": safe})]
    return []


def _run(path: Path, extension: str, limits: Limits) -> tuple[_Told, str]:
    """What the process told, and how it ended: «done», «time», «memory», «crash»."""
    task = json.dumps({"path": str(path.resolve()), "extension": extension, "limits": limits.to_dict()})
    process = subprocess.Popen(  # noqa: S603 - our own program; the file's name is no part of a shell line
        [sys.executable, "-I", str(_CHILD), task],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_ENVIRONMENT,
        start_new_session=True,
    )
    told = _Told()
    try:
        in_time = _listen(process, told, limits)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
    if told.stage == "done":
        return told, "done"
    if not in_time or -process.returncode in (signal.SIGXCPU, signal.SIGALRM):
        return told, "time"
    return told, "crash"


def _listen(process: "subprocess.Popen[bytes]", told: _Told, limits: Limits) -> bool:
    """Take the report line by line until it ends; False when it took too long or said too much."""
    assert process.stdout is not None  # noqa: S101 - asked for above
    deadline = time.monotonic() + limits.wall_seconds
    left = limits.output
    rest = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            wait = deadline - time.monotonic()
            if wait <= 0 or not selector.select(wait):
                return False
            piece = os.read(process.stdout.fileno(), _CHUNK)
            if not piece:
                told.take(rest)
                return True
            left -= len(piece)
            if left < 0:
                return False
            *lines, rest = (rest + piece).split(b"\n") if b"\n" in piece else (rest + piece,)
            for line in lines:
                told.take(line)


def _as_reading(told: _Told, name: str) -> Reading:
    facts = dict(told.facts)
    facts.pop("signatures_found", None)
    metadata = FileMetadata(**facts.pop("metadata", {}))
    known = {key: value for key, value in facts.items() if key in Reading.__dataclass_fields__}
    return Reading(filename=name, pages=told.pages, metadata=metadata, signatures=told.signatures, **known)


def _problems_of_ending(told: _Told, ending: str) -> list[Problem]:
    """A process that died has its last stage to blame; late stages cost only what they give."""
    if ending == "done":
        return []
    if told.stage in _LATE_STAGES:
        return [problem("no_preview")]
    if any(found.severity == "error" for found in told.problems):
        return []
    if ending == "time":
        return [problem("too_slow")]
    return [problem("too_heavy" if told.stage in _TEXT_STAGES else "crashed")]
