"""What all parts of one load share: the keeper, the day, files, and the pages made so far."""

import datetime as dt
from dataclasses import fields
from pathlib import Path
from typing import Any

from django.core.files import File

from centers.models import Region
from demo.content import network
from demo.content.pictures import PICTURES
from demo.content.rows import Asset
from demo.keeper import Keeper
from library.models import Document, Image, People

ASSETS = Path(__file__).resolve().parent.parent / "assets"


class Run:
    """One load, as seen on the day `today`.

    `pages` finds a page by what it is and whose: `("center", "center:example")`.
    """

    def __init__(self, keeper: Keeper, today: dt.date) -> None:
        self.keeper = keeper
        self.today = today
        self.regions = {
            region.code: region for region in Region.objects.filter(code__in=network.REGION_CODES)
        }
        self.pages: dict[tuple[str, str], Any] = {}
        self._files: dict[str, Any] = {}

    def row(self, key: str) -> Any:
        """The row of the database for a key of the content; None for no key and for a deleted row."""
        return self.keeper.row(key) if key else None

    def own(self, key: str) -> Any:
        """The same, but only if the data has made it: rows of people get nothing added."""
        return self.row(key) if self.keeper.knows(key) else None

    def image(self, asset: Asset | None) -> Any:
        """The picture in the library."""
        if asset is None:
            return None
        title, description = PICTURES[asset.key]
        values = {"title": f"{title} (пример)", "description": description, "people": People.NOBODY}
        return self._file(f"image:{asset.key}", Image, values, ASSETS / f"{asset.key}.jpg")

    def document(self, asset: Asset, title: str) -> Any:
        """The PDF in the library."""
        values = {"title": f"{title} (пример)"}
        return self._file(f"file:{asset.key}", Document, values, ASSETS / f"{asset.key}.pdf")

    def _file(self, key: str, model: Any, values: dict[str, str], path: Path) -> Any:
        if key in self._files:
            return self._files[key]

        def change(row: Any) -> Any:
            with path.open("rb") as file:
                row.file = File(file, name=path.name)
                row.save()
            return row

        self._files[key] = self.keeper.put(
            key,
            model,
            values,
            create=lambda: change(model(**values)),
            change=change,
            source={**values, "file": path},
        )
        return self._files[key]


def plain_fields(row: Any, *skipped: str) -> dict[str, Any]:
    """The fields of a content row by name, without its key and those that need a look-up."""
    left_out = {"key", *skipped}
    return {field.name: getattr(row, field.name) for field in fields(row) if field.name not in left_out}
