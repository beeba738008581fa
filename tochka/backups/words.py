"""What the commands say about copies, in Russian."""

from __future__ import annotations

from django.utils import timezone

from tochka.backups.manifest import Manifest
from toolkit.text import count_phrase, russian_datetime

DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
COUNTED = (
    ("centers_center", ("центр", "центра", "центров")),
    ("wagtailcore_page", ("страница", "страницы", "страниц")),
    ("library_document", ("документ", "документа", "документов")),
    ("library_image", ("картинка", "картинки", "картинок")),
    ("accounts_user", ("сотрудник", "сотрудника", "сотрудников")),
)


def files(count: int) -> str:
    """«21 файл»."""
    return count_phrase(count, "файл", "файла", "файлов")


def contents(manifest: Manifest) -> str:
    """What is in a copy, as a person counts it: «13 центров, 102 страницы, …»."""
    counted = [count_phrase(manifest.tables[t], *forms) for t, forms in COUNTED if t in manifest.tables]
    return ", ".join(counted)


def origin(manifest: Manifest) -> str:
    """When a copy was made, and of what: «от 22 ноября 2026 г. в 01:46, база SQLite, версия 0.1.0»."""
    commit = f", код {manifest.commit[:10]}" if manifest.commit else ""
    made_at = russian_datetime(timezone.localtime(manifest.made_at))
    database = DATABASES.get(manifest.database, manifest.database)
    return f"от {made_at}, база {database}, версия {manifest.version}{commit}"


def missing(manifest: Manifest) -> str:
    """A warning about the files that were gone already; empty when there are none."""
    if not manifest.missing:
        return ""
    return (
        f"Внимание: на диске сайта не было {len(manifest.missing)} из файлов, названных в базе, "
        f"например «{manifest.missing[0]}»."
    )
