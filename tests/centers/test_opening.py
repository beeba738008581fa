"""Opening a centre: the whole tree of its sections, once, or nothing at all."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from centers.models import CenterPage, DocumentsPage, MunicipalityPage, RegionPage
from centers.services import build_sections, open_center, sections
from tests import factories as make

pytestmark = pytest.mark.django_db

SLUGS = [
    "obshchaya-informaciya",
    "dokumenty",
    "programmy",
    "pedagogi",
    "oborudovanie",
    "raspisanie",
    "meropriyatiya",
    "dopolnitelno",
    "kontakty",
    "novosti",
]


def pages_below(page: Page) -> list[tuple[str, bool, str]]:
    """Address, whether published, and type of every page below, in order of the tree."""
    return [
        (below.url_path, below.live, below.specific_class.__name__)
        for below in page.get_descendants().order_by("path")
    ]


def _fail(*args, **kwargs):
    raise RuntimeError("the disk is full")


def test_whole_tree_is_built_and_published(network):
    page = network.tomsk.page
    assert (page.live, page.title, page.slug) == (True, "МКОУ «Баткатская СОШ»", "batkatskaya")
    assert [section.slug for section in page.get_children().order_by("path")] == SLUGS
    assert all(live for _path, live, _type in pages_below(page))
    assert page.get_descendants().get(slug="funkcii").get_parent().slug == "obshchaya-informaciya"


def test_every_page_has_its_revision_and_its_date(network):
    pages = network.tomsk.page.get_descendants(inclusive=True).specific()
    for page in pages:
        assert page.latest_revision_id == page.live_revision_id is not None
        assert page.first_published_at is not None
        assert page.last_published_at is not None
        assert not page.has_unpublished_changes


def test_pages_of_region_and_municipality_are_made_once(network):
    second = make.CenterFactory(school__municipality=network.tomsk.municipality, published=True)
    assert second.page.get_parent().pk == network.tomsk.page.get_parent().pk
    assert RegionPage.objects.filter(region=second.region).count() == 1
    assert MunicipalityPage.objects.filter(municipality=second.municipality).count() == 1


def test_plan_names_every_section_once():
    plan = build_sections(make.CenterFactory.build())
    assert [planned.slug for planned in plan] == SLUGS
    assert len({planned.model for planned in plan}) == len(plan)


def test_opening_twice_changes_nothing(network):
    before = pages_below(network.home)
    page = open_center(network.tomsk)
    assert page == network.tomsk.page
    assert pages_below(network.home) == before


def test_opening_again_makes_only_what_is_missing(network):
    before = pages_below(network.home)
    make.section_of(network.tomsk, DocumentsPage).delete()
    open_center(network.tomsk)
    assert sorted(pages_below(network.home)) == sorted(before)


def test_renamed_section_is_not_made_a_second_time(network):
    section = make.section_of(network.tomsk, DocumentsPage)
    section.slug, section.title = "prikazy", "Приказы"
    section.save()
    open_center(network.tomsk)
    assert make.section_of(network.tomsk, DocumentsPage) == section


def test_section_finds_a_free_address_beside_a_plain_page(network):
    page = network.tomsk.page
    make.section_of(network.tomsk, DocumentsPage).delete()
    make.PlainPageFactory(parent=type(page).objects.get(pk=page.pk), slug="dokumenty")
    open_center(network.tomsk)
    assert make.section_of(network.tomsk, DocumentsPage).slug == "dokumenty-2"


def test_unpublished_centre_hides_all_its_sections(network, client: Client):
    center = make.CenterFactory(school__municipality=network.tomsk.municipality, drafted=True)
    page = center.page
    assert not page.live
    assert page.latest_revision_id is not None
    assert client.get(page.url).status_code == 404
    assert client.get(f"{page.url}dokumenty/").status_code == 404
    page.get_latest_revision().publish()
    assert client.get(page.url).status_code == 200
    assert client.get(f"{page.url}dokumenty/").status_code == 200


def test_opening_again_does_not_publish_a_draft(network):
    center = make.CenterFactory(school__municipality=network.tomsk.municipality, drafted=True)
    open_center(center)
    assert not CenterPage.objects.get(center=center).live


@pytest.mark.parametrize("failing", ["add_page", "carry_out"])
def test_error_on_the_way_leaves_nothing(network, monkeypatch, failing):
    center = make.CenterFactory(school__municipality__region__code="50")
    before = set(Page.objects.values_list("pk", "numchild"))
    good_calls = iter([getattr(sections, failing)] * 3)

    def fail_late(*args, **kwargs):
        return next(good_calls, _fail)(*args, **kwargs)

    monkeypatch.setattr(sections, failing, fail_late)
    monkeypatch.setattr(f"centers.services.centers.{failing}", fail_late)
    with pytest.raises(RuntimeError, match="the disk is full"):
        open_center(center)
    assert set(Page.objects.values_list("pk", "numchild")) == before
    assert not CenterPage.objects.filter(center=center).exists()


def test_deleted_centre_is_not_opened():
    center = make.CenterFactory()
    center.deleted_at = timezone.now()
    with pytest.raises(ValidationError, match="Сначала восстановите"):
        open_center(center)


def test_address_of_another_page_is_refused_with_nothing_made(network):
    district = network.tomsk.page.get_parent().specific
    make.PlainPageFactory(parent=district, slug="zanyato")
    center = make.CenterFactory(school__municipality=network.tomsk.municipality, slug="zanyato")
    with pytest.raises(ValidationError):
        open_center(center)
    assert not CenterPage.objects.filter(center=center).exists()


@pytest.mark.parametrize("state", ["planned", "opening", "closed"])
def test_centre_of_every_state_can_be_opened_and_read(network, client: Client, state):
    center = make.CenterFactory(
        school__municipality=network.tomsk.municipality, **{state: True}, published=True
    )
    for page in center.page.get_descendants(inclusive=True):
        assert client.get(page.url).status_code == 200


def test_long_names_are_shown_whole_and_cut_only_in_the_tree(network, client: Client):
    center = make.CenterFactory(
        school__long_named=True,
        school__municipality=network.tomsk.municipality,
        building="филиал в посёлке " + "Ы" * 130,
        published=True,
    )
    page = center.page
    assert len(center.title) > 255
    assert page.heading == center.title
    assert len(page.title) == 255
    assert page.title.endswith("…")
    assert client.get(page.url).status_code == 200


def test_person_who_opens_owns_the_pages(network):
    user = make.UserFactory(admin=True)
    center = make.CenterFactory(school__municipality=network.tomsk.municipality)
    page = open_center(center, user=user)
    assert {below.owner for below in page.get_descendants(inclusive=True)} == {user}
    assert page.latest_revision.user == user
