"""Centres opened in bulk are what centres opened one by one are, field by field."""

import json

import pytest
from django.core.exceptions import ValidationError
from modelsearch.conf import get_app_config
from wagtail.models import Page, ReferenceIndex, Revision

from centers.models import Center, CenterPage
from centers.services import open_center
from centers.services.bulk import open_centers
from tests import factories as make

pytestmark = pytest.mark.django_db

#: What differs between any two pages: keys, places and moments.
OWN = {
    "id", "page_ptr", "pk", "path", "url_path", "slug", "title", "draft_title", "translation_key",
    "latest_revision", "live_revision", "latest_revision_created_at", "first_published_at",
    "last_published_at", "center", "municipality", "region",
}  # fmt: skip


def plain(page: Page) -> dict:
    """The fields of a page that two centres of one kind share."""
    fields = page._meta.concrete_fields
    return {field.name: str(getattr(page, field.attname)) for field in fields if field.name not in OWN}


def facts(page: Page) -> dict:
    """Everything stored about a page, without what is its own."""
    revision: Revision = page.latest_revision
    content = {name: value for name, value in revision.content.items() if name not in OWN}
    references = ReferenceIndex.objects.filter(object_id=str(page.pk), base_content_type__model="page")
    entries = get_app_config().get_model("IndexEntry").objects.filter(object_id=str(page.pk))
    return {
        "fields": plain(page),
        "content": json.dumps(content, default=str, sort_keys=True),
        "revisions": page.revisions.count(),
        "is_live_revision": page.live_revision_id == page.latest_revision_id,
        "revision": (revision.user_id, revision.content_type_id, revision.approved_go_live_at),
        "same_moment": page.latest_revision_created_at == revision.created_at,
        "published": (bool(page.first_published_at), page.first_published_at == page.last_published_at),
        "object_str": revision.object_str == str(page),
        "own_content": (revision.content["pk"] == page.pk, revision.content["path"] == page.path),
        "references": sorted(references.values_list("content_type", "to_content_type", "model_path")),
        "entries": sorted(entries.values_list("content_type", flat=True)),
    }


def family(center: Center) -> list[dict]:
    page = CenterPage.objects.get(center=center)
    return [facts(one) for one in page.get_descendants(inclusive=True).order_by("path").specific()]


def closed(place=None) -> Center:
    """A row of the register that has no page yet."""
    center = make.CenterFactory(school__municipality=place) if place else make.CenterFactory()
    return Center.objects.with_places().get(pk=center.pk)


@pytest.mark.parametrize("publish", [True, False])
def test_same_as_one_by_one(network, commit, publish):
    user = make.UserFactory()
    alone, together = closed(network.tomsk.municipality), closed(network.tomsk.municipality)
    with commit():
        open_center(alone, user=user, publish=publish)
        open_centers([together], user=user, publish=publish)
    assert len(family(alone)) == 12
    assert family(alone) == family(together)


def test_new_region_and_municipality_get_their_pages(network, commit):
    together, alone = (
        closed(make.MunicipalityFactory(region=make.RegionFactory(code=code))) for code in ("54", "22")
    )
    with commit():
        open_centers([together])
        open_center(alone)
    above = [
        [facts(one) for one in center.page.get_ancestors().filter(depth__gt=2).specific()]
        for center in Center.objects.filter(pk__in=[together.pk, alone.pk])
    ]
    assert len(above[0]) == 2
    assert above[0] == above[1]


def test_tree_is_sound_and_found(network, client, commit):
    place = network.dagestan.municipality
    centers = [closed(place), closed(place), closed(), closed(network.tomsk.municipality)]
    with commit():
        pages = open_centers(centers)
    assert [list(found) for found in Page.find_problems()] == [[], [], [], [], []]
    assert {client.get(page.get_url()).status_code for page in pages} == {200}
    school = centers[0].school.short_name
    assert list(CenterPage.objects.all().search(school, fields=None).get_queryset())[:1] == [pages[0]]


def test_second_call_changes_nothing(network):
    centers = [closed(), closed()]
    open_centers(centers)
    before = list(Page.objects.order_by("pk").values())
    open_centers(Center.objects.with_places().filter(pk__in=[one.pk for one in centers]))
    assert list(Page.objects.order_by("pk").values()) == before


def test_taken_address_opens_none(network):
    place = network.tomsk.municipality
    sound, clash = closed(place), closed(place)
    make.PlainPageFactory(parent=place.page, slug=clash.slug)
    before = Page.objects.count()
    with pytest.raises(ValidationError):
        open_centers([sound, clash])
    assert Page.objects.count() == before


def test_deleted_centre_is_refused(network):
    center = closed()
    center.deleted_at = center.created_at
    with pytest.raises(ValidationError):
        open_centers([center])


def test_price_of_a_page(network, django_assert_max_num_queries):
    """One by one a page takes about fifteen queries; SQLite takes no more than 999 values in one."""
    place = network.tomsk.municipality
    centers = [closed(place) for _number in range(30)]
    with django_assert_max_num_queries(30 * 12 * 3 // 2):
        open_centers(centers)


def test_the_catalogue_is_refreshed_once_for_a_level(network, monkeypatch):
    asked = []
    monkeypatch.setattr("centers.services.program_entries.refresh_centers", asked.append)
    centers = [closed(network.tomsk.municipality) for _number in range(3)]
    asked.clear()
    open_centers(centers)
    keys = {center.pk for center in centers}
    assert asked
    assert all(one == keys for one in asked if one)
