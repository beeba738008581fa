"""What many found rows are counted by, without their names: all kinds in one query.

Of a thousand found rows a reader sees twenty; the others are only counted by place, direction and class.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateField, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Left
from wagtail.models import Page

from centers.models import RegionPage
from centers.models.search_words import FIRST_CLASS, LAST_CLASS, classes_between, classes_in, direction_code
from centers.services.finding.candidates import score_of
from centers.services.finding.kinds import Kind
from centers.services.finding.visible import VISIBLE

__all__ = ["Facts", "facts_of"]

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


_TEXT, _NUMBER = Value("", output_field=CharField()), Value(0, output_field=IntegerField())


def _number(name: str) -> Any:
    return Coalesce(Cast(name, IntegerField()), _NUMBER)


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
_EMPTY = {
    **dict.fromkeys(("code", "name", "sort", "focus", "additional", "extracurricular", "classes"), _TEXT),
    **dict.fromkeys(("low", "high", "school", "file"), _NUMBER),
    "day": Cast(Value(None), DateField()),
}


def facts_of(found: Mapping[Kind, Mapping[int, float]], root: Page) -> list[Facts]:
    """What the public may see below the root of the rows with these keys, with their scores by kind."""
    asked = [
        VISIBLE[kind](list(scores), root)
        .order_by()
        .values_list(Value(kind.value, output_field=CharField()), "pk", *(_EMPTY | _COLUMNS[kind]).values())
        for kind, scores in found.items()
        if scores
    ]
    if not asked:
        return []
    kinds = {kind.value: kind for kind in Kind}
    rows = []
    for (
        value,
        pk,
        code,
        name,
        sort,
        focus,
        additional,
        extracurricular,
        classes,
        low,
        high,
        school,
        file,
        day,
    ) in asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]:
        rows.append(
            Facts(
                kinds[value],
                pk,
                code,
                name,
                direction_code(sort, focus, additional, extracurricular) if sort else "",
                _classes(low or None, high or None, classes),
                school or None,
                file or None,
                score_of(pk, file, found[kinds[value]]),
                day,
            )
        )
    return rows


@lru_cache(maxsize=(LAST_CLASS - FIRST_CLASS + 2) ** 2 + 2000)
def _classes(low: int | None, high: int | None, words: str) -> Sequence[int]:
    return classes_in(words) if words else classes_between(low, high)
