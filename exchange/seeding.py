"""An invented network of any size, made the way an import makes a real one.

Nothing in it can be taken for a real school: the names say that they are invented, and the register
numbers begin with digits that no register gives out.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import transaction

from centers.models import Center, CenterState, Coordinator, Municipality, Profile, Region, School
from centers.texts.tile_map import PLACES
from exchange.models import Kind
from exchange.seeding_contents import Contents
from exchange.tables import table_of
from ledger.writing import as_one
from toolkit.validators import inn_check_digit, ogrn_check_digit

SOURCE = "Выдуманная сеть"
BATCH = 200
LATEST_YEAR = 2025
#: The largest of 89 regions has about 600 of 24,000 centres, the smallest 200.
SLOPE = 0.25

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much to make; every region gets a municipality and every municipality a centre."""

    centers: int
    regions: int = 89
    municipalities: int = 2300
    #: Whether the centres get programmes, lessons, documents, people, rooms and events.
    contents: bool = False


def is_empty() -> bool:
    """Whether the register has neither schools nor centres: only then may a network be invented in it."""
    return not (School.objects.exists() or Center.objects.exists())


def seed(size: Size, number: int, progress: Progress) -> None:
    """Make the network; the same `number` gives the same one. `progress` is told of centres made so far.

    Each batch is one transaction. Raises `ValueError` when the size makes no sense or the register is not
    empty.
    """
    if not 1 <= size.regions <= size.municipalities <= size.centers:
        raise ValueError("regions, municipalities and centres must not be fewer than what they stand in")
    if not is_empty():
        raise ValueError("the register is not empty")
    with as_one(f"Создана выдуманная сеть: {size.centers}"):
        _seed(size, number, progress)


def _seed(size: Size, number: int, progress: Progress) -> None:
    chance = random.Random(number)  # noqa: S311 - nothing secret is made of it
    regions = list(Region.objects.order_by("code")[: size.regions])
    if len(regions) < size.regions:
        raise ValueError(f"the register has only {len(regions)} regions")
    municipalities = _municipalities(regions, size.municipalities)
    with transaction.atomic():
        table_of(Kind.COORDINATORS).create([_coordinator(one) for one in regions], user=None, publish=True)
    for batch in _batches(iter(municipalities)):
        with transaction.atomic():
            table_of(Kind.MUNICIPALITIES).create(batch, user=None, publish=True)
    places = _spread(municipalities, size.centers)
    schools, centers = table_of(Kind.SCHOOLS), table_of(Kind.CENTERS)
    contents = Contents(random.Random(number)) if size.contents else None  # noqa: S311 - as above
    done = 0
    for batch in _batches(iter(enumerate(places, start=1))):
        with transaction.atomic():
            founded = [_school(index, place, chance) for index, place in batch]
            schools.create(founded, user=None, publish=True)
            opened = [_center(school, chance) for school in founded]
            centers.create(opened, user=None, publish=True)
            if contents:
                contents.fill(opened)
        done += len(batch)
        progress(done)


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _municipalities(regions: Sequence[Region], count: int) -> list[Municipality]:
    places = _spread(regions, count)
    return [
        Municipality(
            region=region,
            name=f"Выдуманный район № {index}",
            name_genitive=f"Выдуманного района № {index}",
            name_prepositional=f"Выдуманном районе № {index}",
            external_source=SOURCE,
            external_id=str(index),
        )
        for index, region in enumerate(places, start=1)
    ]


def _spread(places: Sequence[Any], count: int) -> list[Any]:
    """Each place as often as it gets something, one after another: more for the first, one at least."""
    weights = [(rank + 1) ** -SLOPE for rank in range(len(places))]
    unit = (count - len(places)) / sum(weights)
    shares = [1 + int(weight * unit) for weight in weights]
    for index in range(count - sum(shares)):
        shares[index % len(shares)] += 1
    return [place for place, share in zip(places, shares, strict=True) for _number in range(share)]


def _coordinator(region: Region) -> Coordinator:
    return Coordinator(
        region=region, name=f"Выдуманный координатор, {region.name}", valid_from="2019-01-01", source=SOURCE
    )


def _point(place: Municipality, chance: random.Random) -> tuple[Decimal, Decimal]:
    """Latitude and longitude of a school: in the square of its region, near the others of its municipality.

    The squares are those of the tile map, laid over the country, so they lie about where the regions do.
    """
    column, row = PLACES[place.region.code]
    near = random.Random(place.external_id)  # noqa: S311 - the same for all schools of the municipality
    west, north = 28 + 9 * column, 69 - 2.6 * row
    latitude = north - 2.2 * near.random() + chance.uniform(-0.2, 0.2)
    longitude = west + 8 * near.random() + chance.uniform(-0.4, 0.4)
    return Decimal(f"{latitude:.4f}"), Decimal(f"{longitude:.4f}")


def _school(index: int, place: Municipality, chance: random.Random) -> School:
    ogrn, inn = f"99999{index:07d}", f"99{index:07d}"
    latitude, longitude = _point(place, chance)
    return School(
        municipality=place,
        short_name=f"Выдуманная школа № {index}",
        full_name=f"Выдуманное общеобразовательное учреждение «Школа № {index}»",
        name_genitive=f"Выдуманной школы № {index}",
        address=f"{place.region.name}, {place.name}, Выдуманная улица, {index}",
        site_url=f"https://school-{index}.example.ru",
        ogrn=ogrn + ogrn_check_digit(ogrn),
        inn=inn + inn_check_digit(inn),
        email=f"school-{index}@example.ru",
        latitude=latitude,
        longitude=longitude,
        external_source=SOURCE,
        external_id=str(index),
    )


def _center(school: School, chance: random.Random) -> Center:
    state = chance.choices(
        [CenterState.OPEN, CenterState.OPENING, CenterState.PLANNED, CenterState.CLOSED], [94, 2, 2, 2]
    )[0]
    known = state in (CenterState.OPEN, CenterState.CLOSED)
    return Center(
        school=school,
        municipality=school.municipality,
        state=state,
        year=chance.randint(2019, LATEST_YEAR) if known else LATEST_YEAR + 1,
        profile=chance.choice([Profile.SCIENCE_TECHNOLOGY, Profile.SCIENCE, Profile.DIGITAL_HUMANITARIAN]),
        head_name="Придуманова Анна Ивановна",
        head_post="руководитель центра",
        external_source=SOURCE,
        external_id=school.external_id,
    )
