"""A centre opened by several people at the very same moment is made once; their neighbours do not collide."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import Page

from centers.models import Center, Municipality, Role, School
from centers.services.opening import AlreadyOpenedError, open_once, twin_of
from tests.factories import MunicipalityFactory, SchoolFactory, member

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    # SQLite lets one connection write at a time, and in tests all share a database in memory.
    pytest.mark.only_on("postgresql"),
]
PEOPLE = 4


def at_once(tasks: list[Callable[[], str]]) -> list[str]:
    """Let all begin together, each with a connection of its own."""
    barrier = Barrier(len(tasks))

    def run(task: Callable[[], str]) -> str:
        try:
            barrier.wait(timeout=30)
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def opening(municipality: Municipality, build: Callable[[], Center]) -> Callable[[], str]:
    user = member(Role.REGIONAL, municipality.region)

    def task() -> str:
        try:
            page = open_once(municipality, build, user=user, publish=True)
        except AlreadyOpenedError as found:
            return f"stands: {found.center.pk}"
        return f"made: {page.center_id}"

    return task


def test_the_same_centre_is_made_once() -> None:
    place = MunicipalityFactory()
    school = SchoolFactory(municipality=place)

    def build() -> Center:
        return Center(school=School.objects.get(pk=school.pk), slug="odin", year=2026)

    told = at_once([opening(place, build) for _one in range(PEOPLE)])
    center = Center.objects.get(school=school)
    assert sorted(told) == [f"made: {center.pk}", *[f"stands: {center.pk}"] * (PEOPLE - 1)]
    assert center.page.get_children().count() == 10
    assert Page.find_problems() == ([], [], [], [], [])


def test_the_same_new_school_is_made_once() -> None:
    place = MunicipalityFactory()

    def build() -> Center:
        school = School(municipality=Municipality.objects.get(pk=place.pk), short_name="Новая СОШ")
        twin = twin_of(school, "")
        if twin is not None:
            raise AlreadyOpenedError(twin)
        return Center(school=school, slug="novaya", year=2026)

    told = at_once([opening(place, build) for _one in range(PEOPLE)])
    assert len([one for one in told if one.startswith("made")]) == 1
    assert School.objects.filter(short_name="Новая СОШ").count() == 1
    assert Center.objects.filter(school__short_name="Новая СОШ").count() == 1


def test_neighbours_in_an_empty_region_do_not_collide() -> None:
    """All need the pages of the same region and municipality, which nobody has made yet."""
    place = MunicipalityFactory(region__code="50")
    schools = [SchoolFactory(municipality=place) for _one in range(PEOPLE)]

    def builder(school: School) -> Callable[[], Center]:
        return lambda: Center(school=School.objects.get(pk=school.pk), slug=f"centr-{school.pk}", year=2026)

    told = at_once([opening(place, builder(school)) for school in schools])
    assert [one.partition(":")[0] for one in told] == ["made"] * PEOPLE
    assert Page.find_problems() == ([], [], [], [], [])
    parents = {center.page.get_parent().pk for center in Center.objects.filter(school__in=schools)}
    assert len(parents) == 1
