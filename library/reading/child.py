"""The reading process: `python -I child.py '<json>'` reads one file and tells what it found.

It is started for one file, holds itself to limits before it opens it, writes lines of JSON
to its standard output and ends. Whatever the file does to it, the parent lives.
"""

import errno
import hashlib
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[2]))

from library.reading.limits import Limits, confine, peak_memory
from library.reading.report import Report, StopReadingError
from library.reading.sniff import CONTENTS, Content, has_script, second_nature, sniff

_CHUNK = 1024 * 1024


def main(arguments: list[str]) -> int:
    """Read the file that the arguments name; 0 unless the process is killed."""
    task: dict[str, Any] = json.loads(arguments[0])
    limits = Limits(**task["limits"])
    # What a native library prints must not get between the lines of the report.
    out = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    confine(limits)
    report = Report(out, text_chars=limits.text_chars, wall_seconds=limits.wall_seconds)
    try:
        _read(Path(task["path"]), str(task["extension"]), report, limits)
    except StopReadingError:
        pass
    except (MemoryError, RecursionError, ImportError):
        report.problem("too_heavy")
    except OSError as error:
        # A library that finds no room to be loaded gives no number, or that of memory.
        report.problem("too_heavy" if error.errno in (None, errno.ENOMEM) else "unreadable")
    report.facts(peak_memory=peak_memory(), seconds=round(report.seconds(), 3))
    report.stage("done")
    return 0


def _read(path: Path, extension: str, report: Report, limits: Limits) -> None:
    size = path.stat().st_size
    report.facts(size=size)
    if size == 0:
        raise report.stop("empty")
    if size > limits.file_size:
        raise report.stop("too_large", limit=limits.file_size)
    report.facts(sha256=_hash(path))
    content = sniff(path)
    if content.code == "zip":
        _read_archive(path, extension, report, limits)
        return
    _settle(path, content, extension, report)
    if content.code == "pdf":
        from library.reading.pdf import read_pdf

        read_pdf(path, report, limits)
    elif content.code in ("jpeg", "png"):
        from library.reading.pictures import read_picture

        read_picture(path, report, limits)
    elif content.code == "signature":
        from library.reading.signatures import report_signature_file

        report_signature_file(path, report)


def _read_archive(path: Path, extension: str, report: Report, limits: Limits) -> None:
    from library.reading import office, sheets
    from library.reading.archive import Archive

    report.facts(format="zip", mime_type=CONTENTS["zip"].mime_type)
    archive = Archive(path, report, limits)
    content = office.kind_of_archive(archive)
    _settle(path, content, extension, report)
    readers = {
        "docx": office.read_docx,
        "odt": office.read_odt,
        "xlsx": sheets.read_xlsx,
        "ods": sheets.read_ods,
    }
    readers[content.code](path, report, limits, archive)


def _settle(path: Path, content: Content, extension: str, report: Report) -> None:
    """The kind is known: refuse what is not read, what is named otherwise, what is two things."""
    proper = content.extensions[0] if content.extensions else ""
    report.facts(
        format=content.code,
        mime_type=content.mime_type,
        extension=extension if extension in content.extensions else proper,
    )
    if not content.readable:
        if content.code in ("svg", "html", "xml") and has_script(path):
            report.problem("script_inside")
        raise report.stop(
            "encrypted" if content.code == "encrypted_office" else "unsupported", content=content.code
        )
    other = second_nature(path, content)
    if other == "rubbish":
        raise report.stop("rubbish")
    if other:
        raise report.stop("polyglot", other=other)
    if extension and extension not in content.extensions:
        report.problem("wrong_extension", named=extension, right=proper, content=content.code)
    elif not extension:
        report.problem("no_extension", right=proper, content=content.code)


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
