"""The two shelves of `MEDIA_ROOT`: one that a web server may hand out, and one that it may not."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible
from django.utils.functional import cached_property

from library.keeping import may_purge

PRIVATE_FOLDER = "private"
PUBLIC_FOLDER = "public"


@deconstructible(path="library.storage.PrivateStorage")
class PrivateStorage(FileSystemStorage):
    """Originals and documents, below `MEDIA_ROOT/private`.

    A file here belongs to the versions of its document, so `delete()`, which
    Wagtail calls when a file is replaced or a row is deleted, keeps it and only
    notes the moment; `library.services.sweep_orphans()` purges what no row has
    referred to for a long time.
    """

    @cached_property
    def base_location(self) -> str:
        return self._value_or_setting(self._location, os.path.join(settings.MEDIA_ROOT, PRIVATE_FOLDER))

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


@deconstructible(path="library.storage.PublicStorage")
class PublicStorage(FileSystemStorage):
    """Renditions, below `MEDIA_ROOT/public`, at `MEDIA_URL`: made anew when they are lost."""

    @cached_property
    def base_location(self) -> str:
        return self._value_or_setting(self._location, os.path.join(settings.MEDIA_ROOT, PUBLIC_FOLDER))

    def delete(self, name: str) -> None:
        super().delete(name)
        remove_if_empty(Path(self.path(name)).parent)

    def purge(self, name: str) -> None:
        """Delete the file, as `delete()` does here."""
        self.delete(name)


def remove_if_empty(folder: Path) -> None:
    """Remove `folder` unless something is in it; each upload has a folder of its own."""
    with contextlib.suppress(OSError):
        folder.rmdir()
