"""Lists of centres on the pages of regions and municipalities."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.http import urlencode

from centers.models.directory import FILTER_FROM, clean_words, list_page, matching
from centers.models.pages.center import CenterPage


def listed_centers(**place: Any) -> QuerySet[CenterPage]:
    """Centres that the public lists show in a place, by name, with what their lines say."""
    return (
        CenterPage.listed()
        .filter(**{f"center__{name}": value for name, value in place.items()})
        .select_related("center__school", "center__municipality__region")
        .order_by(
            "center__municipality__name", "center__school__short_name", "center__building", "center__pk"
        )
    )


def centers_on_page(request: Any, **place: Any) -> dict[str, Any]:
    """One page of the centres of a place, those with the words of `q` if there are any: three queries.

    Names are compared here, not in the database: SQLite knows no case of Russian letters.
    """
    pages = listed_centers(**place)
    words = clean_words(request.GET.get("q", "")) if request else ""
    rows = pages.values_list(
        "pk", "center__school__short_name", "center__building", "center__municipality__name"
    )
    names = [(pk, " ".join(texts)) for pk, *texts in rows]
    keys = matching(names, words) if words else [pk for pk, _name in names]
    shown = list_page(keys, request.GET.get("page") if request else None)
    found = {page.pk: page for page in pages.filter(pk__in=list(shown))}
    shown.object_list = [found[key] for key in shown if key in found]
    return {
        "shown": shown,
        "words": words,
        "page_address": f"?{urlencode({'q': words})}" if words else "",
        "found_total": len(keys),
        "has_filter": len(names) >= FILTER_FROM,
    }
