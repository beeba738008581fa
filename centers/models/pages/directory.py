"""Lists of centres on the pages of regions and municipalities."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode

from centers.models.directory import (
    FILTER_FROM,
    PlacedCenter,
    clean_words,
    list_page,
    matching,
    natural,
    short_place,
)
from centers.models.pages.center import CenterPage

_NAMES = ("school__short_name", "building", "municipality__name")


def listed_centers(**place: Any) -> QuerySet[CenterPage]:
    """Centres that the public lists show in a place, with what their lines say."""
    return (
        CenterPage.listed()
        .filter(**{f"center__{name}": value for name, value in place.items()})
        .select_related("center__school", "center__municipality__region")
    )


def by_place(pages: Iterable[CenterPage]) -> list[CenterPage]:
    """In the order of municipalities, schools and buildings, «№ 2» before «№ 10»."""
    return sorted(
        pages,
        key=lambda page: (natural(page.center.municipality.name), natural(page.center.title), page.pk),
    )


def placed_center(page: CenterPage, address: str) -> PlacedCenter:
    """A centre for the map of its region, where circles are called by municipality."""
    school, municipality = page.center.school, page.center.municipality
    name = "" if municipality.is_unknown else short_place(municipality.name)
    return PlacedCenter(page.pk, page.center.title, name, address, school.latitude, school.longitude)


def centers_on_page(
    request: Any, address_of: Callable[[str], str] | None = None, **place: Any
) -> dict[str, Any]:
    """One page of the centres of a place, those with the words of `q` if there are any: two queries.

    Names are compared and ordered here, not in the database: SQLite knows no case of Russian letters.
    With `address_of`, which makes an address of a slug, all centres of the place come along for a map.
    """
    pages = listed_centers(**place)
    words = clean_words(request.GET.get("q", "")) if request else ""
    fields = [*_NAMES, "slug", "school__latitude", "school__longitude"]
    rows = list(pages.values_list("pk", *(f"center__{field}" for field in fields)))
    rows.sort(key=lambda row: (natural(row[3]), natural(row[1]), natural(row[2]), row[0]))
    names = [(row[0], " ".join(row[1:4])) for row in rows]
    keys = matching(names, words) if words else [row[0] for row in rows]
    shown = list_page(keys, request.GET.get("page") if request else None)
    found = {page.pk: page for page in pages.filter(pk__in=list(shown))}
    shown.object_list = [found[key] for key in shown if key in found]
    placed = []
    if address_of:
        for pk, school, building, _municipality, slug, latitude, longitude in rows:
            title = f"{school}, {building}" if building else school
            placed.append(PlacedCenter(pk, title, title, address_of(slug), latitude, longitude))
    return {
        "shown": shown,
        "words": words,
        "page_address": f"?{urlencode({'q': words})}" if words else "",
        "found_total": len(keys),
        "all_total": len(rows),
        "has_filter": len(rows) >= FILTER_FROM,
        "placed": placed,
    }
