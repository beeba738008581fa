"""The door for a file sent with a form: the same rules as for files dropped many at once.

The file is looked into by the reading process (`library.reading`), with less time than in the
background, since a person waits. What is refused and what is accepted with a notice is said
by one table, `library.reading.problems`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File

from library.inspection import FileFacts, clean_name, max_upload_bytes, measure
from library.intake import CheckedFile, check_document
from library.naming import extension_of
from library.reading.extract import read_stream
from library.reading.facts import Reading, SignatureStamp
from library.reading.filenames import repair_encoding
from library.reading.limits import MEBIBYTE, Limits
from library.reading.problems import problem
from library.types import PICTURES

#: A request waits no longer than this for one file, in seconds.
WALL_SECONDS = 12.0
SIGNATURE_WALL_SECONDS = 6.0
MAX_SIGNATURE_BYTES = MEBIBYTE
SIGNATURE_EXTENSIONS = ("sig", "p7s", "sgn")


def request_limits() -> Limits:
    """Bounds for a file that a request waits for; the whole text is read later, in the background."""
    return Limits(cpu_seconds=10, wall_seconds=WALL_SECONDS, file_size=max_upload_bytes(), pages=20)


@dataclass(frozen=True)
class CheckedSignature:
    """A file that holds a signature, with the stamps read from it and what the person should know."""

    file: File[bytes]
    name: str
    stamps: list[SignatureStamp]
    notices: list[str] = field(default_factory=list)


def check_sent(file: Any, name: str | None = None) -> CheckedFile:
    """Return the document ready to be stored; its `notices` are for the person who sent it.

    :raises ValidationError: in Russian, with all that forbids publishing the file.
    """
    if isinstance(file, CheckedFile):
        return file
    given = repair_encoding(name or getattr(file, "name", None) or "")
    reading = _read(file, given, request_limits())
    shown = clean_name(given) or "file"
    if extension_of(shown) != reading.extension:
        shown = f"{shown}.{reading.extension}"
    if reading.mime_type in PICTURES:
        checked = check_document(file, name=shown)
    else:
        size, sha256, sha1 = measure(file, shown)
        file.seek(0)
        facts = FileFacts(
            mime_type=reading.mime_type,
            extension=reading.extension,
            size=size,
            sha256=sha256,
            page_count=reading.page_count,
            sha1=sha1,
            name=shown,
        )
        checked = CheckedFile(file, facts)
    checked.notices = [found.message_ru for found in reading.problems]
    return checked


def check_signature(file: Any, name: str | None = None) -> CheckedSignature:
    """Return what a signature file says.

    :raises ValidationError: in Russian, when it is none, or is too large to be read.
    """
    name = clean_name(repair_encoding(name or getattr(file, "name", None) or ""))
    limits = Limits(cpu_seconds=4, wall_seconds=SIGNATURE_WALL_SECONDS, file_size=MAX_SIGNATURE_BYTES)
    if getattr(file, "size", 0) > MAX_SIGNATURE_BYTES:
        raise ValidationError(problem("signature_too_large").message_ru, code="signature_too_large")
    if extension_of(name) not in SIGNATURE_EXTENSIONS:
        raise ValidationError(problem("not_a_signature").message_ru, code="not_a_signature")
    reading = read_stream(file, name, limits)
    if reading.format != "signature" or not reading.ok:
        raise ValidationError(problem("not_a_signature").message_ru, code="not_a_signature")
    file.seek(0)
    notices = [found.message_ru for found in reading.problems]
    return CheckedSignature(File(file, name=name), name, reading.signatures, notices)


def _read(file: Any, name: str, limits: Limits) -> Reading:
    """What the reading process says of the file.

    :raises ValidationError: when it forbids publishing it.
    """
    size = getattr(file, "size", None)
    if size is not None and size > limits.file_size:
        refused = [problem("too_large", {"limit": str(limits.file_size)})]
    else:
        reading = read_stream(file, name, limits)
        refused = [found for found in reading.problems if found.severity == "error"]
    if refused:
        raise ValidationError([ValidationError(one.message_ru, code=one.code) for one in refused])
    return reading
