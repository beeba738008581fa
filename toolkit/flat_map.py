"""A small map drawn on a page: places on a plane, near ones joined, names beside them, a scale bar.

Drawn in whole units of the drawing; nothing is known here of borders or of what the places are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

KM_IN_DEGREE = 111.32  # of latitude, and of longitude on the equator
WIDTH = 640
MOST_HEIGHT, LEAST_HEIGHT = 520, 300
MARGIN = 56
LEAST_SPAN = 0.02  # degrees: about two kilometres, so that one village is not stretched over the map
SMALLEST, LARGEST = 11, 30  # radius of a mark
LETTER, LINE = 8.6, 20  # width of a letter and height of a line of a name
BAR = WIDTH // 4


@dataclass(frozen=True, slots=True)
class Spot:
    """A place to show. `latitude` and `longitude` in degrees, `weight` is how many it stands for."""

    key: int
    latitude: float
    longitude: float
    name: str = ""
    weight: int = 1


@dataclass(slots=True)
class Mark:
    """A circle on the map for one spot, or for several that would overlap."""

    x: int
    y: int
    radius: int
    spots: list[Spot]
    label: str = ""
    label_x: int = 0
    label_y: int = 0
    anchor: str = "start"

    @property
    def weight(self) -> int:
        return sum(spot.weight for spot in self.spots)


@dataclass(frozen=True, slots=True)
class FlatMap:
    """The drawing: `scale` is the length of the bar in units, `kilometres` what it stands for."""

    height: int
    marks: list[Mark]
    scale: int
    kilometres: int | float
    width: int = WIDTH

    @property
    def bar_top(self) -> int:
        return self.height - 28

    @property
    def bar_end(self) -> int:
        return 24 + self.scale


@dataclass(slots=True)
class _Blot:
    """Spots that are joined so far, around their common middle."""

    x: float
    y: float
    spots: list[Spot] = field(default_factory=list)

    @property
    def weight(self) -> int:
        return sum(spot.weight for spot in self.spots)

    @property
    def radius(self) -> float:
        return min(LARGEST, SMALLEST + 2.6 * math.log2(self.weight)) if self.weight > 1 else SMALLEST

    def touches(self, other: _Blot) -> bool:
        return math.hypot(self.x - other.x, self.y - other.y) < self.radius + other.radius + 2

    def join(self, other: _Blot) -> None:
        mine, theirs = self.weight, other.weight
        self.x = (self.x * mine + other.x * theirs) / (mine + theirs)
        self.y = (self.y * mine + other.y * theirs) / (mine + theirs)
        self.spots += other.spots


def eastward(longitude: float) -> float:
    """The longitude counted on beyond the 180th meridian, so that Чукотка is of one piece."""
    return longitude + 360 if longitude < -30 else longitude


def draw(spots: Sequence[Spot], short_names: bool = True) -> FlatMap | None:
    """Lay the spots out; None for fewer than two places that can be told apart: that is no map.

    Equirectangular around the middle latitude of what is shown: true lengths along the meridians and
    along that parallel, which for a region is true enough for a bar of kilometres.
    """
    if len({(spot.latitude, spot.longitude) for spot in spots}) < 2:
        return None
    north, south = max(spot.latitude for spot in spots), min(spot.latitude for spot in spots)
    east = max(eastward(spot.longitude) for spot in spots)
    west = min(eastward(spot.longitude) for spot in spots)
    shrink = math.cos(math.radians((north + south) / 2))
    wide = max((east - west) * shrink, LEAST_SPAN)
    high = max(north - south, LEAST_SPAN)
    unit = min((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high)  # units in a degree
    height = max(LEAST_HEIGHT, round(high * unit) + 2 * MARGIN)
    middle_x, middle_y = (east + west) / 2, (north + south) / 2
    blots = [
        _Blot(
            WIDTH / 2 + (eastward(spot.longitude) - middle_x) * shrink * unit,
            height / 2 - (spot.latitude - middle_y) * unit,
            [spot],
        )
        for spot in sorted(spots, key=lambda spot: (-spot.weight, spot.key))
    ]
    marks = [
        Mark(round(blot.x), round(blot.y), round(blot.radius), sorted(blot.spots, key=lambda spot: spot.name))
        for blot in _joined(blots)
    ]
    _name(marks, height)
    scale, kilometres = _bar(unit)
    return FlatMap(height, marks, scale, kilometres)


def _joined(blots: Iterable[_Blot]) -> list[_Blot]:
    """Join what touches until nothing does; the heaviest come first and keep their place best."""
    found = list(blots)
    while True:
        kept: list[_Blot] = []
        for blot in found:
            near = next((other for other in kept if other.touches(blot)), None)
            if near is None:
                kept.append(blot)
            else:
                near.join(blot)
        if len(kept) == len(found):
            return kept
        found = kept


Box = tuple[float, float, float, float]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _name(marks: Sequence[Mark], height: int) -> None:
    """Write the names of single places where they hide nothing; a name without room is left out."""
    taken: list[Box] = [
        (mark.x - mark.radius, mark.y - mark.radius, mark.x + mark.radius, mark.y + mark.radius)
        for mark in marks
    ]
    taken.append((0, height - 40, BAR + 60, height))  # the bar
    for mark in sorted(marks, key=lambda mark: -mark.weight):
        name = mark.spots[0].name
        if len({spot.name for spot in mark.spots}) > 1 or not name:
            continue
        long = len(name) * LETTER
        gap = mark.radius + 6
        places = (
            (mark.x + gap, mark.y + 5, "start", mark.x + gap),
            (mark.x - gap, mark.y + 5, "end", mark.x - gap - long),
            (mark.x, mark.y + gap + 14, "middle", mark.x - long / 2),
            (mark.x, mark.y - gap - 2, "middle", mark.x - long / 2),
        )
        for x, y, anchor, left in places:
            box = (left, y - 15, left + long, y - 15 + LINE)
            inside = box[0] >= 2 and box[2] <= WIDTH - 2 and box[1] >= 2 and box[3] <= height - 2
            if inside and not any(_overlap(box, other) for other in taken):
                mark.label, mark.label_x, mark.label_y, mark.anchor = name, round(x), round(y), anchor
                taken.append(box)
                break


def _bar(unit: float) -> tuple[int, int | float]:
    """The longest round number of kilometres that fits into a quarter of the map, with its length."""
    fits = BAR / unit * KM_IN_DEGREE
    power = 10 ** math.floor(math.log10(fits))
    round_one = max(step * power for step in (1, 2, 5) if step * power <= fits)
    kilometres = int(round_one) if round_one >= 1 else round(round_one, 2)
    return round(round_one / KM_IN_DEGREE * unit), kilometres
