"""The door of the library: what comes in is inspected, pictures are written anew."""

from __future__ import annotations

import hashlib
import io
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from library import pictures
from library.inspection import FileFacts, clean_name, inspect_upload, measure
from library.sniffing import HTML, OLE, PLAIN_TEXT, PROGRAM, UNKNOWN, XML, Foreign, sniff
from library.types import BY_MIME_TYPE, PICTURES

DEFAULT_MAX_IMAGE_BYTES = 20 * 1024 * 1024
# A scan of a page must stay legible: A4 at 400 dots an inch is 4,700 dots high.
SCAN_MAX_SIDE = 5000
# Written anew, a PNG may be larger than the file that came; 2560 × 2560 dots are 26 MB at the very most.
LARGEST_CLEAN_BYTES = 32 * 1024 * 1024
# Their own advice leads to a document, which is no help where a picture is asked for.
NO_WAY_TO_A_PICTURE = (HTML, PLAIN_TEXT, XML, UNKNOWN, OLE, PROGRAM)


class CheckedFile(File):
    """A file that has been inspected, together with what was found.

    `notices` say in Russian what the person who sent it should know though it was accepted.
    """

    def __init__(self, file: Any, facts: FileFacts) -> None:
        super().__init__(file, name=facts.name)
        self.facts = facts
        self.notices: list[str] = []
        self.size = facts.size
        self.content_type = facts.mime_type


def max_image_bytes() -> int:
    """The largest accepted image in bytes: `WAGTAILIMAGES_MAX_UPLOAD_SIZE`, 20 MB by default."""
    return getattr(settings, "WAGTAILIMAGES_MAX_UPLOAD_SIZE", None) or DEFAULT_MAX_IMAGE_BYTES


def check_document(file: Any, name: str | None = None) -> CheckedFile:
    """Return the document ready to be stored; a scan in JPEG, PNG or WebP is written anew.

    :raises ValidationError: see `inspect_upload()`.
    """
    if isinstance(file, CheckedFile):
        return file
    facts = inspect_upload(file, name)
    if facts.mime_type in PICTURES:
        return _anew(file, facts.name, max_side=SCAN_MAX_SIDE)
    return CheckedFile(file, facts)


def check_image(file: Any, name: str | None = None) -> CheckedFile:
    """Return the image ready to be stored: written anew, at most 2560 pixels long.

    The content decides, and the name follows it: a PNG named «.jpg» becomes «.png».

    :raises ValidationError: in Russian, when it is not a JPEG, PNG or WebP, is damaged or too big.
    """
    if isinstance(file, CheckedFile):
        return file
    name = clean_name(name or getattr(file, "name", None) or "")
    measure(file, name, limit=max_image_bytes())
    file.seek(0)
    found = sniff(file.read(4096))
    file.seek(0)
    if isinstance(found, Foreign) or found not in PICTURES:
        raise ValidationError(_not_a_picture_text(found), code="invalid_image")
    return _anew(file, name, max_side=pictures.MAX_SIDE)


def cleaned_image(file: Any, name: str) -> CheckedFile:
    """Return a picture that `check_image()` has written before, as it lies on the disk."""
    size, sha256, sha1 = measure(file, name, limit=LARGEST_CLEAN_BYTES)
    file.seek(0)
    mime_type = pictures.check_header(file)
    facts = FileFacts(mime_type, PurePosixPath(name).suffix[1:].lower(), size, sha256, None, sha1, name)
    file.seek(0)
    return CheckedFile(file, facts)


def _anew(file: Any, name: str, *, max_side: int) -> CheckedFile:
    clean = pictures.write_anew(file, max_side=max_side)
    path = PurePosixPath(name)
    right = path.suffix[1:].lower() in BY_MIME_TYPE[clean.mime_type].extensions
    facts = FileFacts(
        mime_type=clean.mime_type,
        extension=path.suffix[1:].lower() if right else clean.extension,
        size=len(clean.content),
        sha256=hashlib.sha256(clean.content).hexdigest(),
        page_count=None,
        sha1=hashlib.sha1(clean.content, usedforsecurity=False).hexdigest(),
        name=name if right else f"{path.stem or 'image'}.{clean.extension}",
    )
    return CheckedFile(io.BytesIO(clean.content), facts)


def _not_a_picture_text(found: str | Foreign) -> str:
    if isinstance(found, Foreign):
        return _("Это %(what)s, а нужна картинка JPEG, PNG или WebP. %(advice)s") % {
            "what": found.what,
            "advice": _("Выберите другой файл.") if found in NO_WAY_TO_A_PICTURE else found.advice,
        }
    kind = BY_MIME_TYPE.get(found)
    what = kind.what if kind else _("документ или архив")
    return _("Это %(what)s, а нужна картинка JPEG, PNG или WebP.") % {"what": what}
