"""What the search of the site knows of a row beside its own words: its place, its classes, its directions.

Words of a place are put into the index of everything that stands there, so that a query may name both the
thing and the place. Marks narrow a search without reading rows; `centers.services.finding` asks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from toolkit.search.marks import Context, Mark

if TYPE_CHECKING:
    from centers.models.registry import Center, Municipality

#: Search fields of whatever stands in a place; the model has these properties.
PLACED = [Context("search_place", learn=True), Context("search_facts"), Mark("search_marks")]

NAME = "Точка роста"
FIRST_CLASS, LAST_CLASS = 1, 11
_RANGE = re.compile(r"(?<!\d)(\d{1,2})(?:\u2060?\s*[-–—]\s*\u2060?(\d{1,2}))?(?!\d)")


class KnownWord(models.Model):
    """A word that stands in the name of something that can be found; `stem` is what its forms share.

    A mistyped word is looked for among these. Words stay when what they named is gone: a correction is
    offered only when it finds something.
    """

    stem = models.CharField(_("основа"), max_length=64, unique=True)
    form = models.CharField(_("слово"), max_length=64)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("слово из названий")
        verbose_name_plural = _("слова из названий")

    def __str__(self) -> str:
        return self.form


def place_of_municipality(municipality: Municipality) -> str:
    """Names of a municipality and its region."""
    region = municipality.region
    return f"{'' if municipality.is_unknown else municipality.name} {region.name}".strip()


def place_of(center: Center) -> str:
    """Words that name the place of a centre: its school, municipality and region."""
    return f"{NAME}. {center.title}. {place_of_municipality(center.municipality)}"


def place_marks(center: Center) -> list[str]:
    """Marks of all that stands in a centre."""
    return [f"c{center.pk}", *municipality_marks(center.municipality)]


def municipality_marks(municipality: Municipality) -> list[str]:
    return [f"m{municipality.pk}", region_mark(municipality.region.code)]


def region_mark(code: str) -> str:
    """The mark of what lies in the region of this code."""
    return f"r{code}"


def class_mark(number: int) -> str:
    """The mark of what is meant for pupils of a class."""
    return f"g{number}"


def direction_mark(code: str) -> str:
    """The mark of a direction, as `direction_of` names it."""
    return f"d{code}"


def classes_between(low: int | None, high: int | None) -> list[int]:
    """Classes from one to another; an open end reaches the first or the last class, two open ends none."""
    if low is None and high is None:
        return []
    return list(range(max(low or FIRST_CLASS, FIRST_CLASS), min(high or LAST_CLASS, LAST_CLASS) + 1))


def classes_in(text: str) -> list[int]:
    """Classes that words name: «5–8 классы, команды школ», «4 классы», «7 и 8 класс»."""
    before, _word, _rest = text.casefold().partition("класс")
    if not _word:
        return []
    found: set[int] = set()
    for first, last in _RANGE.findall(before):
        low, high = int(first), int(last or first)
        if FIRST_CLASS <= low <= high <= LAST_CLASS:
            found |= set(range(low, high + 1))
    return sorted(found)


def class_words(classes: Iterable[int]) -> str:
    """«5-класс 6-класс»: what a query for a class is turned into as well."""
    return " ".join(f"{number}-класс" for number in classes)


def direction_code(kind: str, focus: str, additional: str, extracurricular: str) -> str:
    """Code of the direction that a programme of a kind shows; empty when it has none.

    The three lists of directions share some names: the code tells the list, except of the natural
    sciences, which stand in two of them under one name.
    """
    if kind == "additional" and additional:
        code = f"a_{additional}"
    elif kind == "extracurricular" and extracurricular:
        code = f"e_{extracurricular}"
    else:
        code = f"c_{focus}" if focus else ""
    return "natural_science" if code.endswith("_natural_science") else code


def direction_of(page: Any) -> str:
    """Code of the direction that a programme shows, see `direction_code`."""
    return direction_code(page.kind, page.focus, page.additional_focus, page.extracurricular_focus)


class Placed:
    """A model that the search of the site finds by its place too; its `search_fields` hold `PLACED`.

    `place_joins` name the relations that the words of the place are made of.
    """

    place_joins: tuple[str, ...] = ()

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """What a rebuild of the index reads, with the place at hand."""
        rows = super().get_indexed_objects()  # type: ignore[misc]
        return rows.select_related(*cls.place_joins) if cls.place_joins else rows


class PlacedInCenter(Placed):
    """The same for what belongs to one centre; `search_kind` are words that a query may call it."""

    place_joins = ("center__school", "center__municipality__region")
    search_kind = ""
    center: Any

    @property
    def search_place(self) -> str:
        """Words of the place."""
        return place_of(self.center)

    @property
    def search_facts(self) -> str:
        """Words that the row may be called, though its own text does not say them."""
        return self.search_kind

    @property
    def search_marks(self) -> list[str]:
        """Where the row stands."""
        return place_marks(self.center)
