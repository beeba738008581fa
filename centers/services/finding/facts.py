"""What many found rows are counted by, without their names: all kinds in one query.

Of a thousand found rows a reader sees twenty; the others are only counted by place, direction and class.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import (
    CharField,
    DateField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Cast, Coalesce, Left, RowNumber
from django.utils.functional import cached_property
from wagtail.models import Page

from centers.models import RegionPage
from centers.models.search_words import classes_between, classes_in, direction_code
from centers.services.finding.candidates import score_of
from centers.services.finding.kinds import Kind
from centers.services.finding.visible import VISIBLE
from toolkit.prepared import Prepared

__all__ = ["Facts", "Region", "facts_and_regions", "facts_of", "regions_below"]

REGION_LEVEL = 3


@dataclass(slots=True)
class Facts:
    """Something found, as far as it is counted; `Candidate` has the same and the names."""

    kind: Kind
    pk: int
    region: str
    region_name: str
    direction: str
    classes: Sequence[int]
    school: int | None
    file: int | None
    index_score: float
    day: dt.date | None


#: Scores by key, of each kind.
Found = Mapping[Kind, Mapping[int, float]]
#: Code and name.
Region = tuple[str, str]


class _AsItComes:
    """The databases give whole numbers as such: Django need not look at each of thousands."""

    @cached_property
    def convert_value(self) -> Any:
        """What Django takes for «nothing to do»."""
        return Value._convert_value_noop  # type: ignore[attr-defined]


class _Zero(_AsItComes, Value):
    pass


class _OrZero(_AsItComes, Coalesce):
    pass


_TEXT, _NUMBER = Value("", output_field=CharField()), _Zero(0, output_field=IntegerField())


def _number(name: str) -> Any:
    return _OrZero(Cast(name, IntegerField()), _NUMBER)


def _region_above(name: str) -> Any:
    above = RegionPage.objects.filter(path=Left(OuterRef("path"), Page.steplen * REGION_LEVEL))
    return Coalesce(Subquery(above.values(name)[:1]), _TEXT)


_PLACE = {"code": F("center__municipality__region__code"), "name": F("center__municipality__region__name")}

#: Where each kind has what stands in a column; what is not named there is empty.
_COLUMNS: dict[Kind, dict[str, Any]] = {
    Kind.CENTERS: {**_PLACE, "school": _number("center__school_id")},
    Kind.PROGRAMS: {
        **_PLACE,
        "sort": F("kind"),
        "focus": F("focus"),
        "additional": F("additional_focus"),
        "extracurricular": F("extracurricular_focus"),
        "low": _number("grade_from"),
        "high": _number("grade_to"),
    },
    Kind.EVENTS: {**_PLACE, "classes": F("classes"), "day": F("date")},
    Kind.TEACHERS: _PLACE,
    Kind.NEWS: {
        "code": _region_above("region__code"),
        "name": _region_above("region__name"),
        "day": F("date"),
    },
    Kind.DOCUMENTS: {**_PLACE, "file": _number("document_id"), "day": F("date")},
    Kind.SCHOOLS: {
        "code": F("municipality__region__code"),
        "name": F("municipality__region__name"),
        "school": _number("pk"),
    },
}
_EMPTY: dict[str, Any] = {
    **dict.fromkeys(("code", "name", "sort", "focus", "additional", "extracurricular", "classes"), _TEXT),
    **dict.fromkeys(("low", "high", "school", "file"), _NUMBER),
    "day": Cast(Value(None), DateField()),
}


def facts_of(found: Found, root: Page) -> list[Facts]:
    """What the public may see below the root of the rows with these keys, with their scores by kind."""
    return _read(found, root, with_regions=False)[0]


def facts_and_regions(found: Found, root: Page) -> tuple[list[Facts], list[Region]]:
    """The same, and the regions that have a page below the root, by name: still one query."""
    return _read(found, root, with_regions=True)


def regions_below(root: Page) -> list[Region]:
    """Regions that have a page below the root, by name."""
    pages = RegionPage.objects.live().descendant_of(root).order_by("region__name")
    return list(pages.values_list("region__code", "region__name"))


def _read(found: Found, root: Page, *, with_regions: bool) -> tuple[list[Facts], list[Region]]:
    kinds = {kind.value: (kind, scores) for kind, scores in found.items() if scores}
    if not kinds and not with_regions:
        return [], []
    keys = {kind: list(scores) for kind, scores in kinds.values()}
    if all(key > 0 for key in keys.get(Kind.DOCUMENTS, ())):
        prepared = _prepared(root.path, tuple(keys), with_regions)
        rows: Iterable[Any] = prepared(**{kind.value: numbers for kind, numbers in keys.items()})
    else:
        rows = _rows(root.path, keys, with_regions=with_regions)
    facts, regions = [], []
    for value, pk, code, name, *what, school, file, day in rows:
        if not value:
            regions.append((what[-2], code, name))
            continue
        kind, scores = kinds[value]
        score = score_of(pk, file, scores) if file else scores.get(pk, 0.0)
        facts.append(Facts(kind, pk, code, name, *_told(*what), school or None, file or None, score, day))
    return facts, [(code, name) for _place, code, name in sorted(regions)]


@lru_cache(maxsize=128)
def _prepared(path: str, kinds: tuple[Kind, ...], with_regions: bool) -> Prepared[Any]:
    names = [kind.value for kind in kinds]
    return Prepared(
        lambda **keys: _rows(path, {kind: keys[kind.value] for kind in kinds}, with_regions=with_regions),
        names,
    )


def _rows(path: str, keys: Mapping[Kind, Any], *, with_regions: bool) -> QuerySet[Any, Any]:
    """All kinds together, below the page with that path."""
    root = Page(path=path, depth=len(path) // Page.steplen)
    parts = [
        VISIBLE[kind](numbers, root)
        .order_by()
        .values_list(Value(kind.value, output_field=CharField()), "pk", *(_EMPTY | _COLUMNS[kind]).values())
        for kind, numbers in keys.items()
    ]
    if with_regions:  # as rows of the same columns: without a kind, and with their place in a list
        place = Window(RowNumber(), order_by="region__name")
        columns: dict[str, Any] = {"code": F("region__code"), "name": F("region__name"), "low": place}
        pages = RegionPage.objects.live().descendant_of(root).order_by()
        parts.append(pages.values_list(_TEXT, "pk", *(_EMPTY | columns).values()))
    return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


@lru_cache(maxsize=5000)
def _told(
    sort: str, focus: str, additional: str, extracurricular: str, words: str, low: int, high: int
) -> tuple[str, Sequence[int]]:
    """The direction and the classes, of what stands in the columns; few differ."""
    direction = direction_code(sort, focus, additional, extracurricular) if sort else ""
    return direction, classes_in(words) if words else classes_between(low or None, high or None)
