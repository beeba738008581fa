"""Maps of places: nothing overlaps, lengths are true, and too little is no map."""

import itertools
import math
import random

from toolkit.flat_map import WIDTH, FlatMap, Spot, draw


def many(count: int) -> list[Spot]:
    chance = random.Random(7)  # noqa: S311 - places of a test
    return [
        Spot(key, chance.uniform(55, 58), chance.uniform(80, 86), f"Место {key}", chance.randint(1, 60))
        for key in range(count)
    ]


def drawn(spots: list[Spot]) -> FlatMap:
    found = draw(spots)
    assert found is not None
    return found


def test_fewer_than_two_places_are_no_map() -> None:
    assert draw([]) is None
    assert draw([Spot(1, 56, 84), Spot(2, 56, 84)]) is None


def test_circles_never_overlap_and_nothing_is_lost() -> None:
    found = drawn(many(120))
    gaps = [
        math.hypot(one.x - other.x, one.y - other.y) - one.radius - other.radius
        for one, other in itertools.combinations(found.marks, 2)
    ]
    assert min(gaps) >= 0
    assert sorted(spot.key for mark in found.marks for spot in mark.spots) == list(range(120))


def test_everything_stands_inside() -> None:
    found = drawn(many(60))
    assert all(mark.radius <= mark.x <= WIDTH - mark.radius for mark in found.marks)
    assert all(mark.radius <= mark.y <= found.height - mark.radius for mark in found.marks)


def test_north_is_up_and_east_is_right() -> None:
    found = drawn([Spot(1, 56, 84), Spot(2, 57, 86)])
    south_west, north_east = sorted(found.marks, key=lambda mark: mark.spots[0].key)
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y


def test_the_bar_tells_the_distance() -> None:
    found = drawn([Spot(1, 60, 30), Spot(2, 60, 31)])  # 55.66 km along the 60th parallel
    apart = abs(found.marks[0].x - found.marks[1].x)
    assert abs(apart * found.kilometres / found.scale - 55.66) < 0.6


def test_a_region_across_the_180th_meridian_is_of_one_piece() -> None:
    found = drawn([Spot(1, 66, 172), Spot(2, 66, -172)])
    west, east = sorted(found.marks, key=lambda mark: mark.spots[0].key)
    assert west.x < east.x
    assert (
        abs(abs(west.x - east.x) * found.kilometres / found.scale - 16 * 111.32 * math.cos(math.radians(66)))
        < 12
    )


def test_names_hide_neither_circles_nor_each_other() -> None:
    found = drawn(many(40))
    named = [mark for mark in found.marks if mark.label]
    assert named
    assert all(len(mark.spots) == 1 for mark in named)
