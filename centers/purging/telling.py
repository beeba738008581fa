"""For services that write past the signals of saving: which tags their statements touch."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from wagtail.models import Page

from centers.models import BinEntry, BinKind, Center
from centers.purging.places import place_of_page, place_of_path
from centers.purging.rules import EVERY_LIST, numbers_below, of_place_row, of_references
from centers.purging.tags import COUNTS, Place, frame, touched
from toolkit.pagecache import watching
from toolkit.pagecache.rules import SITE
from toolkit.pagecache.store import is_on

#: From so many on, one word for all pages costs less than one for each.
MANY = 200
MUNICIPALITY_DEPTH = 4


def of_centers(center_ids: Collection[int], *kinds: str) -> set[str]:
    """Tags of rows of these kinds in these centres: one query."""
    if not is_on():
        return set()
    if len(center_ids) > MANY:
        return {SITE}
    rows = Center._base_manager.filter(pk__in=center_ids)
    names = ("pk", "municipality_id", "municipality__region_id")
    return {tag for row in rows.values_list(*names) for tag in touched(Place(*row), *kinds)}


def of_regions(region_ids: Collection[int], *kinds: str) -> set[str]:
    """Tags of rows of these kinds in these regions."""
    return {tag for number in region_ids for tag in touched(Place(None, None, number), *kinds)}


def announcing_centers(
    center_ids: Collection[int], *kinds: str, left: Collection[str] = ()
) -> AbstractContextManager[None]:
    """Statements inside write rows of these kinds in these centres alone.

    `left` are paths of pages that stood elsewhere when the rows were written last: lists of there name them.
    """
    found = of_centers(center_ids, *kinds)
    if is_on():
        for path in {path[: Page.steplen * MUNICIPALITY_DEPTH] for path in left}:
            found |= touched(place_of_path(path), *kinds)
    return watching.announcing(found)


def of_page_and_below(page: Page) -> set[str]:
    """Tags of a page with all that stands below it, wherever it goes, and of what leads there."""
    if not is_on():
        return set()
    place = place_of_page(page)
    found = touched(place, *EVERY_LIST) | of_references(Page, numbers_below(page))
    return found | ({frame(place)} if place.center is None else set())


def writes_only(tags_of: Callable[..., set[str]]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Decorator of a service whose statements touch the tags that `tags_of` makes of its arguments."""

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def announced(*args: Any, **kwargs: Any) -> Any:
            if not is_on():
                return function(*args, **kwargs)
            found = tags_of(*args, **kwargs)
            watching.touch(found)
            with watching.announcing(found):
                return function(*args, **kwargs)

        return announced

    return decorate


def of_entry(entry: BinEntry, *args: Any, **kwargs: Any) -> set[str]:
    """Tags of the place from which something was put into the bin, and of what leads to a page that was."""
    found = of_place_row(entry)
    if entry.kind == BinKind.PAGE:
        page = Page.objects.filter(pk=entry.object_id).first()
        found |= of_references(Page, numbers_below(page)) if page else set()
    return found


def of_page_argument(page: Page, *args: Any, **kwargs: Any) -> set[str]:
    return of_page_and_below(page)


__all__ = [
    "COUNTS",
    "announcing_centers",
    "of_centers",
    "of_entry",
    "of_page_argument",
    "of_regions",
    "writes_only",
]
