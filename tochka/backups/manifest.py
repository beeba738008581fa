"""What an archive says about itself: `manifest.json`, its last entry but one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from tochka.backups.errors import BackupError

FORMAT = 1
NOT_OURS = "Это не резервная копия сайта «Точка роста»: в ней нет понятного описания."


@dataclass(frozen=True)
class Entry:
    """Size in bytes and SHA-256 of one file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """Everything that a restore must know before it touches anything.

    `tables` counts the rows of each table, `counters` holds the last number that a table has given out,
    `missing` names the files to which rows refer and which were gone when the copy was made.
    """

    version: str
    commit: str
    made_at: datetime
    database: str
    label: str
    migrations: list[tuple[str, str]]
    tables: dict[str, int]
    counters: dict[str, int]
    entries: dict[str, Entry] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def to_json(self) -> bytes:
        values = {"format": FORMAT, "product": "tochka", **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Read a manifest; raise `BackupError` for anything that this program has not written."""
        try:
            values = json.loads(text)
            if values.pop("product") != "tochka":
                raise BackupError(NOT_OURS)
            if values.pop("format") != FORMAT:
                raise BackupError("Копия сделана более новой версией сайта: обновите код и повторите.")
            return cls._from_values(values)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise BackupError(NOT_OURS) from None

    @classmethod
    def _from_values(cls, values: dict[str, Any]) -> Manifest:
        made_at = datetime.fromisoformat(values.pop("made_at"))
        if made_at.tzinfo is None:
            raise ValueError("a moment without a zone")
        return cls(
            made_at=made_at,
            entries={
                str(name): Entry(int(entry["size"]), str(entry["sha256"]))
                for name, entry in values.pop("entries").items()
            },
            migrations=[(str(app), str(name)) for app, name in values.pop("migrations")],
            tables={str(name): int(count) for name, count in values.pop("tables").items()},
            counters={str(name): int(last) for name, last in values.pop("counters").items()},
            missing=[str(name) for name in values.pop("missing")],
            **{name: str(value) for name, value in values.items()},
        )
