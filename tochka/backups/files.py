"""The private files of the installation and the columns that name them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from django.apps import apps
from django.core.files.storage import FileSystemStorage, storages
from django.db import models

from library.storage import PrivateShelf


def on_disk() -> bool:
    """Whether the private files lie in a folder of this machine, and not in a bucket."""
    return isinstance(storages["default"], FileSystemStorage)


def private_shelf() -> PrivateShelf:
    """Where the originals and documents are."""
    return cast(PrivateShelf, storages["default"])


def private_root() -> Path:
    """Folder of the originals and documents, when they are on a disk."""
    return Path(cast(FileSystemStorage, storages["default"]).location)


def files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder, links aside, in the order of their names."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(parent, name)
            if not path.is_symlink():
                yield path


def file_columns(table: str) -> set[str]:
    """Columns of a table that name private files, as far as this version of the code knows."""
    return {
        cast(str, field.column)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table == table
        for field in model._meta.local_fields
        if isinstance(field, models.FileField) and isinstance(field.storage, PrivateShelf)
    }
