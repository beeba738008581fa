"""The two shelves of uploads: one for what anybody may see, and one for what the site must be asked for.

On a disk they lie below `MEDIA_ROOT`; `library.buckets` has the same two in a bucket. Nothing else of the
code knows where files are: it asks a `Shelf`.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

from library.keeping import may_purge

PRIVATE_FOLDER = "private"
PUBLIC_FOLDER = "public"


@dataclass(frozen=True, slots=True)
class StoredFact:
    """A file of a shelf: its name there, its size in bytes, the time of its last change in seconds."""

    name: str
    size: int
    time: float


class ShelfError(OSError):
    """The place where the files are does not answer; nothing is known of the file."""


class Shelf(Storage):
    """What the site asks of a place for files, beyond what Django does."""

    @abstractmethod
    def fact(self, name: str) -> StoredFact | None:
        """Size and time of a file; None when it is not there."""

    @abstractmethod
    def facts(self) -> Iterator[StoredFact]:
        """All files that lie here."""

    @abstractmethod
    def reading(self, name: str, first: int = 0, last: int | None = None) -> BinaryIO:
        """The file, opened so that the next byte is `first`; what follows `last` need not be readable."""

    @abstractmethod
    def purge(self, name: str) -> None:
        """Delete a file for good."""


class PrivateShelf(Shelf):
    """Originals and documents.

    A file here belongs to the versions of its document, so `delete()`, which
    Wagtail calls when a file is replaced or a row is deleted, keeps it and only
    notes the moment; `library.services.sweep_orphans()` purges what no row has
    referred to for a long time.
    """


class PublicShelf(Shelf):
    """Renditions, at `MEDIA_URL`: made anew when they are lost."""


class _Disk(FileSystemStorage, Shelf):
    """A shelf below `MEDIA_ROOT`."""

    folder = ""

    @cached_property
    def base_location(self) -> str:
        return self._value_or_setting(self._location, os.path.join(settings.MEDIA_ROOT, self.folder))

    def _save(self, name: str, content: File[bytes]) -> str:
        """Store the file so that it outlives a power failure; of one that did not fit nothing stays."""
        path = Path(self.path(name))
        was_there = os.path.lexists(path)
        try:
            stored = str(super()._save(name, content))
            if settings.FILES_REACH_THE_DISK:
                reach_the_disk(Path(self.path(stored)))
        except OSError:
            if not was_there:
                with contextlib.suppress(OSError):
                    path.unlink()
                remove_if_empty(path.parent)
            raise
        return stored

    def fact(self, name: str) -> StoredFact | None:
        try:
            status = os.stat(self.path(name))
        except (OSError, ValueError):
            return None
        return StoredFact(name, status.st_size, status.st_mtime) if stat.S_ISREG(status.st_mode) else None

    def facts(self) -> Iterator[StoredFact]:
        for parent, _folders, names in os.walk(self.location):
            for name in names:
                path = Path(parent, name)
                if not path.is_symlink():
                    status = path.stat()
                    place = path.relative_to(self.location).as_posix()
                    yield StoredFact(place, status.st_size, status.st_mtime)

    def reading(self, name: str, first: int = 0, last: int | None = None) -> BinaryIO:
        file: BinaryIO = self.open(name, "rb")  # type: ignore[assignment]
        file.seek(first)
        return file


@deconstructible(path="library.storage.PrivateStorage")
class PrivateStorage(_Disk, PrivateShelf):
    """Originals and documents, below `MEDIA_ROOT/private`."""

    folder = PRIVATE_FOLDER

    def url(self, name: str | None) -> str:
        """Refuse: there is no address at which a private file is handed out unasked.

        :raises NotImplementedError: always. Wagtail takes it for "no direct address".
        """
        raise NotImplementedError(
            "A private file has no address of its own; use Document.url or a rendition."
        )

    def delete(self, name: str) -> None:
        """Keep the file and set its time to now: from here on its age as an orphan is counted."""
        path = Path(self.path(name))
        if path.is_file():
            os.utime(path)

    def purge(self, name: str) -> None:
        """Delete the file for good, and its folder when nothing else is in it.

        While a copy of the installation is being made it is only dropped, as by `delete()`.
        """
        with may_purge() as allowed:
            if not allowed:
                self.delete(name)
                return
            super().delete(name)
        remove_if_empty(Path(self.path(name)).parent)


#: A name that stands in an address as it is.
_PLAIN = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")


@deconstructible(path="library.storage.PublicStorage")
class PublicStorage(_Disk, PublicShelf):
    """Renditions, below `MEDIA_ROOT/public`."""

    folder = PUBLIC_FOLDER

    def url(self, name: str | None) -> str:
        """The address of a rendition; its name rarely has anything in it that must be escaped."""
        if name and _PLAIN.fullmatch(name) and self.base_url is not None:
            return f"{self.base_url}{name}"
        return super().url(name)

    def delete(self, name: str) -> None:
        super().delete(name)
        remove_if_empty(Path(self.path(name)).parent)

    def purge(self, name: str) -> None:
        """Delete the file, as `delete()` does here."""
        self.delete(name)


def reach_the_disk(path: Path) -> None:
    """Return when the file and the two folders it was put into are on the disk and not only on their way."""
    for one in (path, path.parent, path.parent.parent):
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_if_empty(folder: Path) -> None:
    """Remove `folder` unless something is in it; each upload has a folder of its own."""
    with contextlib.suppress(OSError):
        folder.rmdir()
