"""Where a stored file lies and what it is called, on the disk and for a reader.

Every upload gets a folder of its own with an unguessable name, so that no
address can be derived from another and no two files ever meet.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from pathlib import PurePosixPath

from toolkit.text import transliterate

# Lower case only: folders must stay apart on file systems that ignore case.
# Vowels and look-alikes are left out, so that no word or mistake can appear.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
TOKEN_LENGTH = 20  # 27 letters: about 95 bits
PUBLIC_ID_LENGTH = 10  # about 47 bits, and a document is looked up one at a time

STEM_LENGTH = 60
READER_NAME_LENGTH = 120

_UNSAFE_FOR_READERS = re.compile(r'[\\/:*?"<>|]+')
_SPACES = re.compile(r"\s+")


def random_token(length: int = TOKEN_LENGTH) -> str:
    """Return an unguessable name of `length` letters and digits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_public_id() -> str:
    """Return a new permanent name of a document, the one in `/f/<public id>/`."""
    return random_token(PUBLIC_ID_LENGTH)


def extension_of(name: str) -> str:
    """Return the extension of `name` in lower case, without the dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix[1:].lower()


def stored_name(name: str, *, fallback: str = "file") -> str:
    """Return a short Latin file name for the disk: «Приказ № 12.PDF» → "prikaz-12.pdf"."""
    path = PurePosixPath(name.replace("\\", "/"))
    stem = transliterate(path.stem)[:STEM_LENGTH].strip("-") or fallback
    extension = re.sub(r"[^a-z0-9]", "", path.suffix.lower())[:8]
    return f"{stem}.{extension}" if extension else stem


def reader_name(title: str, extension: str) -> str:
    """Return the name under which a reader saves the file, in the language of its title.

    Letters that Windows forbids, control characters and line breaks are taken out.
    """
    printable = "".join(" " if unicodedata.category(char).startswith("C") else char for char in title)
    stem = _SPACES.sub(" ", _UNSAFE_FOR_READERS.sub("-", printable)).strip(" .-")[:READER_NAME_LENGTH].strip()
    suffix = f".{extension}" if extension else ""
    if suffix and stem.lower().endswith(suffix):
        stem = stem[: -len(suffix)].rstrip(" .")
    return f"{stem or 'document'}{suffix}"


def hashed_path(area: str, name: str) -> str:
    """Return `area/ab/<token>/<name>`: at most some hundreds of entries in one folder."""
    token = random_token()
    return f"{area}/{token[:2]}/{token}/{name}"


def document_path(_instance: object, filename: str) -> str:
    """`upload_to` of documents and of their versions."""
    return hashed_path("documents", stored_name(filename, fallback="document"))


def image_path(_instance: object, filename: str) -> str:
    """`upload_to` of the originals of images."""
    return hashed_path("images", stored_name(filename, fallback="image"))


def rendition_path(_instance: object, filename: str) -> str:
    """`upload_to` of renditions: public, hence an address of its own for each.

    Of the name only what Wagtail adds stays: a photo is often called by the names of those on it.
    """
    _original, _dot, scaled = PurePosixPath(filename).name.partition(".")
    return hashed_path("images", f"photo.{scaled}")


def preview_path(_instance: object, filename: str) -> str:
    """`upload_to` of the pictures of first pages: as private as the documents they show."""
    return hashed_path("previews", PurePosixPath(filename).name)


def signature_path(_instance: object, filename: str) -> str:
    """`upload_to` of signature files that came beside a document."""
    return hashed_path("signatures", stored_name(filename, fallback="signature"))


def intake_path(_instance: object, filename: str) -> str:
    """`upload_to` of files that wait to be read and confirmed."""
    return hashed_path("intake", stored_name(filename, fallback="file"))
