"""Find regions, municipalities and schools by what a person writes in a cell."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from centers.models import Municipality, Region
from exchange.permissions import Part
from exchange.reading import Cells
from exchange.tables.base import Checked, Table, digits
from toolkit.text import fold

ABBREVIATIONS = (("обл", "область"), ("респ", "республика"), ("р-н", "район"), ("г.о", "городской округ"))


def name_key(text: str) -> str:
    """A name without case, «ё», quotes and the usual abbreviations."""
    words = re.sub(r"[«»\"“”„']", " ", fold(text).replace("–", "-").replace("—", "-"))
    for short, long in ABBREVIATIONS:
        words = re.sub(rf"(?<!\w){re.escape(short)}(?!\w)\.?", f" {long} ", words)
    return " ".join(words.split())


def external_key(row: Any) -> tuple[str, str]:
    return (row.external_source, row.external_id)


def written_key(
    cells: Cells, source: str = "external_source", number: str = "external_id"
) -> tuple[str, str]:
    return (cells.get(source, ""), cells.get(number, ""))


def by_external_key(keys: Iterable[tuple[str, str]]) -> Q:
    """Condition for rows that may have one of the keys; `none` of them gives no row."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for source, number in keys:
        if number:
            wanted[source].add(number)
    found = Q(pk__in=[])
    for source, numbers in wanted.items():
        found |= Q(external_source=source, external_id__in=numbers)
    return found


class PlacedTable(Table):
    """A table whose rows name a region and, most of them, a municipality."""

    def __init__(self) -> None:
        regions = list(Region.objects.all())
        self.regions = {region.pk: region for region in regions}
        self._region_by_name = {name_key(region.name): region for region in regions}
        self._region_by_name |= {region.code: region for region in regions}
        self._region_by_name |= {region.iso_code.casefold(): region for region in regions if region.iso_code}
        self._by_name: dict[int, dict[str, list[Municipality]]] = {}
        self._by_pk: dict[int, Municipality] = {}

    def region_of(self, found: Checked) -> Region | None:
        """The region that the cell names; a complaint when it names none."""
        text = found.cells.get("region", "")
        if not text:
            self.complain(found, "region", _("Заполните эту ячейку: название или код региона."))
            return None
        word = text.zfill(2) if text.isdecimal() else name_key(text)
        region = self._region_by_name.get(word) or self._region_by_name.get(f"{word} область")
        if region is None:
            self.complain(
                found, "region", _("Региона «{name}» нет в реестре. Проверьте название.").format(name=text)
            )
        return region

    def load_municipalities(self, rows: Sequence[Cells], extra: Iterable[int] = ()) -> None:
        """Fetch the municipalities of the regions that the rows name."""
        self._by_name, self._by_pk = {}, {}
        wanted = {region.pk for cells in rows if (region := self.region_of(Checked(cells)))} | set(extra)
        for one in Municipality.objects.filter(region__in=wanted):
            one.region = self.regions[one.region_id]
            self._by_pk[one.pk] = one
            self._by_name.setdefault(one.region_id, {}).setdefault(name_key(one.name), []).append(one)

    def municipality_named(self, region: Region, text: str) -> Municipality | None:
        named = self._by_name.get(region.pk, {}).get(name_key(text), [])
        return named[0] if named else None

    def municipality_of(self, found: Checked, region: Region) -> Municipality | None:
        """The municipality that the cell names in the region; a complaint when it names none."""
        text = found.cells.get("municipality", "")
        if not text:
            self.complain(found, "municipality", _("Заполните эту ячейку: название муниципалитета."))
            return None
        place = self.municipality_named(region, text)
        if place is None:
            self.complain(
                found,
                "municipality",
                _(
                    "Муниципалитета «{name}» нет в реестре ({region}). Проверьте название или сначала "
                    "загрузите таблицу муниципалитетов."
                ).format(name=text, region=region.name),
            )
        return place

    def refuse_foreign(self, found: Checked, part: Part, *places: tuple[int, int | None]) -> bool:
        """Complain when a place, `(region, municipality)`, is not of the person's part."""
        if all(part.covers(region, municipality) for region, municipality in places):
            return False
        self.complain(
            found,
            "region",
            _("Эта строка о чужом регионе или районе: загружать можно только свои."),
        )
        found.row = None
        return True


def ogrn_of(cells: Cells, name: str) -> str:
    return digits(cells.get(name, ""))
