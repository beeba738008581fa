"""The directory region → municipality → centre: what its pages list and draw, at any size of the network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from centers.models.registry import Region
from centers.texts.tile_map import COLUMNS, PLACES, ROWS, SHORT_NAMES
from toolkit.flat_map import FlatMap, Mark, Spot, draw
from toolkit.text import count_phrase, fold

#: A region with more centres lists its municipalities, and centres stand on the pages of these.
MOST_IN_REGION = 36
ON_PAGE = 48  # centres of a municipality, or of those found in a region
LETTERS_FROM = 13  # places in a list that gets letters
FILTER_FROM = 13  # centres in a list that can be searched
LONGEST_WORDS = 100
SHADES = 4
TILE = 10  # units of the drawing between two tiles
FEWEST_TILES = 3  # regions; fewer are no map

_DIGITS = re.compile(r"([0-9]{1,9})")
_UNSEEN = dict.fromkeys((*range(32), 127))


def count_of_centers(count: int) -> str:
    return count_phrase(count, _("центр"), _("центра"), _("центров"))


def letter_key(name: str) -> str:
    """The name without «Республика» before it, as people look for it in the alphabet."""
    return fold(name).removeprefix("республика ").replace("«", "")


@dataclass(slots=True)
class Listed:
    """A place in a list: its page or address, how many centres; `letter` when it is the first with it."""

    name: str
    address: str
    count: int
    letter: str = ""
    code: str = ""


def with_letters(places: Iterable[Listed]) -> list[Listed]:
    """In the order of the alphabet; the first place of each letter says so when there are many places."""
    found = sorted(places, key=lambda place: natural(letter_key(place.name)))
    if len(found) < LETTERS_FROM:
        return found
    last = ""
    for place in found:
        letter = letter_key(place.name)[:1].upper()
        if letter != last:
            place.letter = last = letter
    return found


@dataclass(frozen=True, slots=True)
class Tile:
    """A region on the tile map; `place` is None when it has no page here. `shade` is 0 to `SHADES`."""

    x: int
    y: int
    short_name: str
    shade: int
    place: Listed | None


@dataclass(frozen=True, slots=True)
class TileMap:
    """The tiles, and what the shades stand for: pairs of a shade and «1–6»."""

    tiles: list[Tile]
    shades: list[tuple[int, str]]
    width: int = COLUMNS * TILE
    height: int = ROWS * TILE

    @property
    def has_empty(self) -> bool:
        return any(tile.place is None for tile in self.tiles)


def tile_map(places: Sequence[Listed], codes: Iterable[str]) -> TileMap | None:
    """The map of the regions with these `codes`; None when so few have a page that it would be empty."""
    known = {place.code: place for place in places if place.code in PLACES}
    if len(known) < FEWEST_TILES:
        return None
    limits = shade_limits([place.count for place in known.values() if place.count])
    tiles = []
    for code in sorted(set(codes) & set(PLACES), key=lambda code: (PLACES[code][1], PLACES[code][0])):
        column, row = PLACES[code]
        place = known.get(code)
        shade = next((shade for shade, last in limits if place.count <= last), 0) if place else 0
        shade = shade if place and place.count else 0
        tiles.append(Tile(column * TILE, row * TILE, SHORT_NAMES[code], shade, place))
    shades, first = [], 1
    for shade, last in limits:
        shades.append((shade, str(last) if first == last else f"{first}–{last}"))
        first = last + 1
    return TileMap(tiles, shades)


def shade_limits(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Shades with the largest count of each: a quarter of the regions a shade, the darkest for the most.

    Quarters, not equal steps: one large region would leave all others pale.
    """
    ordered = sorted(counts)
    lasts = sorted(
        {ordered[len(ordered) * quarter // SHADES - 1] for quarter in range(1, SHADES + 1)} if ordered else ()
    )
    return [(SHADES - len(lasts) + place, last) for place, last in enumerate(lasts, start=1)]


def all_codes() -> list[str]:
    return list(Region.objects.values_list("code", flat=True))


@dataclass(slots=True)
class PlacedMark:
    """A circle of a map with its address and what is said of it."""

    mark: Mark
    address: str
    words: str


@dataclass(slots=True)
class PlaceMap:
    """The map of a region or a municipality; `missing` centres have no coordinates in the register."""

    drawing: FlatMap
    marks: list[PlacedMark]
    missing: int


def short_place(name: str) -> str:
    """«Шегарский» for «Шегарский район»: the label of a map, where the whole name finds no room."""
    for ending in (
        " муниципальный район",
        " муниципальный округ",
        " городской округ",
        " район",
        " округ",
    ):
        if name.endswith(ending):
            name = name.removesuffix(ending)
    for beginning in ("городской округ ", "муниципальный округ ", "город "):
        name = name.removeprefix(beginning)
    return name[:1].upper() + name[1:]


def map_of_municipalities(
    spots: dict[int, tuple[int, float, float]], places: dict[int, Listed], total: int
) -> PlaceMap | None:
    """A circle for each municipality in the middle of its centres; None when there is nothing to compare."""
    shown = [
        Spot(key, latitude, longitude, short_place(places[key].name), count)
        for key, (count, latitude, longitude) in spots.items()
        if key in places
    ]
    drawing = draw(shown)
    if drawing is None:
        return None
    marks = []
    for mark in drawing.marks:
        names = ", ".join(places[spot.key].name for spot in mark.spots)
        address = places[mark.spots[0].key].address if len(mark.spots) == 1 else "#centry"
        marks.append(PlacedMark(mark, address, f"{names}: {count_of_centers(mark.weight)}"))
    return PlaceMap(drawing, marks, total - sum(spot.weight for spot in shown))


@dataclass(frozen=True, slots=True)
class PlacedCenter:
    """A centre for a map: `name` is what its circle is called, `latitude` is None when it is not known."""

    key: int
    title: str
    name: str
    address: str
    latitude: float | None
    longitude: float | None


def map_of_centers(centers: Sequence[PlacedCenter]) -> PlaceMap | None:
    """A circle for each centre that has coordinates; near ones share one, which leads to the list."""
    known = {one.key: one for one in centers if one.latitude is not None}
    drawing = draw(
        [Spot(one.key, float(one.latitude), float(one.longitude), one.name) for one in known.values()]
    )
    if drawing is None:
        return None
    marks = []
    for mark in drawing.marks:
        titles = [known[spot.key].title for spot in mark.spots]
        if len(titles) == 1:
            marks.append(PlacedMark(mark, known[mark.spots[0].key].address, titles[0]))
        else:
            words = f"{count_of_centers(len(titles))}: {', '.join(titles)}"
            marks.append(PlacedMark(mark, "#centry", words))
    return PlaceMap(drawing, marks, len(centers) - len(known))


def natural(name: str) -> list[tuple[int, int, str]]:
    """Key by which «№ 2» stands before «№ 10»."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(fold(name))]


def clean_words(said: str) -> str:
    """What somebody looks for in a list, without what no name holds."""
    return " ".join(said[: LONGEST_WORDS * 2].translate(_UNSEEN).split())[:LONGEST_WORDS]


def list_page(pages: Sequence[Any], asked: str | None) -> ListPage:
    """The page of a long list that was asked for; the nearest for a number out of range."""
    return Paginator(pages, ON_PAGE).get_page(asked)


def matching(rows: Iterable[tuple[int, str]], words: str) -> list[int]:
    """Keys of the rows whose text holds each of the words, in any case, ё as е."""
    wanted = fold(words).split()
    return [key for key, text in rows if all(word in fold(text) for word in wanted)]
