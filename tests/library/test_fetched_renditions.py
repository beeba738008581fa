"""Renditions that were fetched for a page: objects for those that are shown, the same as Wagtail finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Filter

from library.models import Image, ImageRendition
from library.renditions import Fetched, prefetch_renditions
from library.shapes import SHAPES, photo_files

Make = Callable[..., Image]
SPECS = SHAPES["card"].all_specs


def facts(rendition: ImageRendition) -> dict[str, object]:
    return {field.attname: getattr(rendition, field.attname) for field in rendition._meta.concrete_fields}


@pytest.fixture
def image(make_image: Make) -> Image:
    image = make_image(focal_point_x=10, focal_point_y=10, focal_point_width=5, focal_point_height=5)
    image.get_renditions(*SPECS)
    found = Image.objects.get(pk=image.pk)
    prefetch_renditions([found])
    return found


def test_each_is_the_row_of_the_database(image: Image) -> None:
    rows = {(row.filter_spec, row.focal_point_key): facts(row) for row in ImageRendition.objects.all()}
    fetched = image.prefetched_renditions

    assert len(fetched) == len(rows) == len(SPECS)
    assert {key: facts(fetched.get(*key)) for key in rows} == rows
    assert all(one.image is image for one in fetched)
    assert fetched.get(*next(iter(rows))) is fetched.get(*next(iter(rows)))


def test_no_more_is_asked_and_few_become_objects(image: Image) -> None:
    with CaptureQueriesContext(connection) as asked:
        files = photo_files(image, "card")
        jpeg = image.get_rendition(SHAPES["card"].jpeg)
        all_of_wagtail = image.find_existing_renditions(*(Filter(spec) for spec in SPECS))
    assert not asked.captured_queries
    assert [kind for kind, _files in files.modern] == ["avif", "webp"]
    assert files.jpeg is jpeg
    assert {one.spec for one in all_of_wagtail} == set(SPECS)


def test_those_that_nobody_asked_for_stay_rows(image: Image) -> None:
    image.get_rendition(SPECS[0])
    kinds = [type(one) for one in image.prefetched_renditions.found.values()]
    assert kinds.count(ImageRendition) == 1
    assert kinds.count(tuple) == len(SPECS) - 1


def test_a_focal_point_that_has_moved_finds_no_old_cut(image: Image) -> None:
    image.focal_point_x = 11
    assert image.fetched_rendition(Filter(SPECS[0])) is None
    assert image.focus_of(SPECS[0]) == Filter(SPECS[0]).get_cache_key(image)


def test_one_that_is_made_is_found_again(image: Image) -> None:
    made = image.get_rendition("width-20")
    assert image.get_rendition("width-20") is made


def test_a_list_of_wagtail_does_as_well(image: Image) -> None:
    fetched = Image.objects.prefetch_renditions(*SPECS).get(pk=image.pk)
    assert not isinstance(fetched.prefetched_renditions, Fetched)
    assert fetched.get_rendition(SPECS[0]).pk == image.get_rendition(SPECS[0]).pk
    assert facts(photo_files(fetched, "card").jpeg) == facts(photo_files(image, "card").jpeg)
