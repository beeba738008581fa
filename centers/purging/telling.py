"""For services that write past the signals of saving: which tags their statements touch."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from centers.models import Center
from centers.purging.places import place_of_page
from centers.purging.rules import EVERY_LIST, of_place_row, of_references
from centers.purging.tags import COUNTS, Place, frame, touched
from toolkit.pagecache import watching
from toolkit.pagecache.rules import SITE
from toolkit.pagecache.store import is_on

#: From so many on, one word for all pages costs less than one for each.
MANY = 200


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


def announcing_centers(center_ids: Collection[int], *kinds: str) -> AbstractContextManager[None]:
    """Statements inside write rows of these kinds in these centres alone."""
    return watching.announcing(of_centers(center_ids, *kinds))


def of_page_and_below(page: Page) -> set[str]:
    """Tags of a page with all that stands below it, wherever it goes, and of what leads there."""
    if not is_on():
        return set()
    place = place_of_page(page)
    below = list(Page.objects.filter(path__startswith=page.path).values_list("pk", flat=True)[:20_000])
    found = touched(place, *EVERY_LIST) | of_references(Page, below)
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


def of_entry(entry: Model, *args: Any, **kwargs: Any) -> set[str]:
    """Tags of the place from which something was put into the bin."""
    return of_place_row(entry)


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
