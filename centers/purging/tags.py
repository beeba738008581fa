"""Names of the tags that pages depend on, by the place that a page stands for.

A page of one centre depends on everything of that centre and on the frames above it: the names, addresses
and bodies of its municipality and its region. A page of a municipality, a region or the network depends on
the kinds of rows that it has read, of that place and all below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.pagecache.rules import SITE

#: Kinds of rows by table groups; pages of many places depend on each by itself.
PLACE, PAGES, PROGRAMS, EVENTS, NEWS = "place", "pages", "programs", "events", "news"
DOCUMENTS, TIMETABLE, PEOPLE, ROOMS = "documents", "timetable", "people", "rooms"
PHOTOS, FILES, COUNTS, FEEDBACK = "photos", "files", "counts", "feedback"
PAGE_KINDS = (PLACE, PAGES, PROGRAMS, EVENTS, NEWS)


@dataclass(frozen=True, slots=True)
class Place:
    """A centre with what is above it, a municipality, a region, or (all None) the network."""

    center: int | None = None
    municipality: int | None = None
    region: int | None = None

    @property
    def above(self) -> Place | None:
        """The place that has this one in its lists; None above the network."""
        if self.center is not None:
            return Place(None, self.municipality, self.region)
        if self.municipality is not None:
            return Place(None, None, self.region)
        return Place() if self.region is not None else None


NETWORK = Place()


def wide(place: Place, kind: str) -> str:
    """The tag of a kind of rows in a place and all below it."""
    if place.municipality is not None:
        return f"m:{place.municipality}:{kind}"
    return f"r:{place.region}:{kind}" if place.region is not None else f"n:{kind}"


def frame(place: Place) -> str:
    """The tag of what all pages below a place show of it."""
    if place.municipality is not None:
        return f"frame:m:{place.municipality}"
    return f"frame:r:{place.region}" if place.region is not None else SITE


def touched(place: Place, *kinds: str) -> set[str]:
    """What a change of rows of these kinds in a place touches: its own tags and those of the lists above."""
    found = set()
    if place.center is not None:
        found.add(f"c:{place.center}")
    step: Place | None = place.above if place.center is not None else place
    while step is not None:
        found |= {wide(step, kind) for kind in kinds}
        step = step.above
    return found


def depended_on(place: Place, kinds: Iterable[str]) -> set[str]:
    """The tags of a page that stands for a place and has read rows of these kinds."""
    kinds = set(kinds)
    found = {SITE}
    step = place.above
    while step is not None:
        found.add(frame(step))
        step = step.above
    if place.center is not None:
        found.add(f"c:{place.center}")
    else:
        found |= {wide(place, kind) for kind in kinds}
    if place.center is not None and COUNTS in kinds:  # a chart of the network among its news
        found.add(wide(NETWORK, COUNTS))
    return found
