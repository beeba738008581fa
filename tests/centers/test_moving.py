"""Moving a school: its centres take pages, documents and addresses along, or nothing moves."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.contrib.redirects.models import Redirect

from centers.models import Center, CenterPage, Coordinator, MunicipalityPage
from centers.services import delete_center, move_center, move_school, open_center
from tests import factories as make

pytestmark = pytest.mark.django_db

OLD = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/"


def addresses_of(center: Center) -> list[str]:
    return [page.url for page in center.page.get_descendants(inclusive=True).order_by("path")]


@pytest.fixture
def moved(network, commit) -> Center:
    """«Баткатская» with all it has, moved to the municipality of the other region."""
    center = network.tomsk
    make.ProgramPageFactory(center=center, slug="robototehnika")
    make.CenterDocumentFactory(center=center, published=True)
    center.coordinator = Coordinator.objects.get(region=center.region)
    center.save()
    with commit():
        move_center(center, network.dagestan.municipality)
    return Center.objects.get(pk=center.pk)


def test_register_and_tree_agree_afterwards(network, moved):
    assert moved.municipality == moved.school.municipality == network.dagestan.municipality
    assert moved.page.get_parent().pk == network.dagestan.page.get_parent().pk
    assert moved.page.url == "/respublika-dagestan/rutulskij-rajon/batkatskaya/"
    assert moved.page.numchild == 10


def test_everything_is_read_at_its_new_address(moved, client: Client):
    assert [client.get(address).status_code for address in addresses_of(moved)] == [200] * 13


def test_old_addresses_of_all_pages_lead_to_the_new_ones(moved, client: Client):
    for address in addresses_of(moved):
        old = OLD + address.removeprefix(moved.page.url)
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, address)


def test_permanent_addresses_stay(moved, client: Client):
    document = moved.documents.get()
    card = client.get(f"/d/{document.public_id}/")
    assert card.status_code == 200
    assert [place.slug for place in card.context["breadcrumbs"]][1:3] == [
        "respublika-dagestan",
        "rutulskij-rajon",
    ]
    assert client.get(document.file_url).status_code == 200
    assert client.get(document.document.url).status_code == 200
    assert client.get(f"/c/{moved.pk}/")["Location"] == moved.page.url


def test_coordinator_of_the_old_region_is_dropped(moved):
    assert moved.coordinator is None


def test_texts_speak_of_the_new_place(moved, client: Client):
    content = client.get(f"{moved.page.url}obshchaya-informaciya/").content.decode()
    assert "Министерство образования, Республика Дагестан" in content
    assert "Томск" not in content


def test_lists_show_the_centre_in_its_new_place_only(moved, client: Client):
    assert client.get("/tomskaya-oblast/").context["center_total"] == 0
    assert client.get("/respublika-dagestan/").context["center_total"] == 2


def test_moving_back_answers_at_the_first_address_again(network, moved, client: Client, commit):
    there = moved.page.url
    with commit():
        move_center(moved, MunicipalityPage.objects.get(slug="shegarskij-rajon").municipality)
    assert client.get(OLD).status_code == 200
    assert client.get(there)["Location"] == OLD
    assert client.get(f"{there}dokumenty/")["Location"] == f"{OLD}dokumenty/"


def test_coordinator_stays_within_the_region(network, commit):
    center = network.tomsk
    center.coordinator = Coordinator.objects.get(region=center.region)
    center.save()
    with commit():
        move_center(center, make.MunicipalityFactory(region=center.region))
    assert Center.objects.get(pk=center.pk).coordinator is not None


def test_all_centres_of_a_school_move_together(network, commit):
    second = make.CenterFactory(school=network.tomsk.school, building="корпус 2", published=True)
    with commit():
        move_school(network.tomsk.school, network.dagestan.municipality)
    parent = network.dagestan.page.get_parent().pk
    assert {page.get_parent().pk for page in CenterPage.objects.filter(center__school=second.school)} == {
        parent
    }


def test_pages_of_a_municipality_are_made_for_the_first_centre_there(network, client: Client, commit):
    target = make.MunicipalityFactory(region__code="50", name="Сергиево-Посадский городской округ")
    with commit():
        move_center(network.tomsk, target)
    page = CenterPage.objects.get(center=network.tomsk)
    assert page.url == "/moskovskaya-oblast/sergievo-posadskij-gorodskoj-okrug/batkatskaya/"
    assert client.get(OLD)["Location"] == page.url


def test_centre_without_pages_moves_in_the_register(network):
    center = make.CenterFactory()
    move_center(center, network.dagestan.municipality)
    assert Center.objects.get(pk=center.pk).municipality == network.dagestan.municipality


def test_deleted_centre_moves_too_and_stays_deleted(network, client: Client, commit):
    delete_center(network.tomsk)
    with commit():
        move_center(network.tomsk, network.dagestan.municipality)
    center = Center.objects.get(pk=network.tomsk.pk)
    assert center.municipality == network.dagestan.municipality
    assert center.page.get_parent().pk == network.dagestan.page.get_parent().pk
    assert client.get(center.page.url).status_code == 404


def test_person_without_rights_on_pages_moves_them_by_the_register(network):
    move_center(network.tomsk, network.dagestan.municipality, user=make.UserFactory())
    assert (
        CenterPage.objects.get(center=network.tomsk).get_parent().pk == network.dagestan.page.get_parent().pk
    )


class TestRefusals:
    """When an address is taken there, nothing has moved."""

    @pytest.fixture(params=["centre", "plain page", "second of the two"])
    def target(self, request, network):
        municipality = network.dagestan.municipality
        taken = {"centre": "batkatskaya", "plain page": "", "second of the two": "vtoroj"}[request.param]
        make.CenterFactory(school=network.tomsk.school, building="корпус 2", slug="vtoroj", published=True)
        make.CenterFactory(school__municipality=municipality, slug=taken or "svobodno")
        make.PlainPageFactory(
            parent=network.dagestan.page.get_parent().specific,
            slug="svobodnaya-stranica" if taken else "batkatskaya",
        )
        return municipality

    def test_taken_address_is_named_and_nothing_moves(self, network, target):
        before = addresses_of(network.tomsk)
        with pytest.raises(ValidationError, match="Сначала измените адрес"):
            move_school(network.tomsk.school, target)
        center = Center.objects.get(pk=network.tomsk.pk)
        assert center.municipality.slug == center.school.municipality.slug == "shegarskij-rajon"
        assert addresses_of(center) == before
        assert not Redirect.objects.exists()


class TestPlainSaving:
    """Whoever saves a row of the register, the tree follows it."""

    def test_school_saved_with_another_municipality_moves_its_centres(self, network, client: Client, commit):
        school = network.tomsk.school
        school.municipality = network.dagestan.municipality
        with commit():
            school.save()
        center = Center.objects.get(pk=network.tomsk.pk)
        assert center.municipality == network.dagestan.municipality
        assert center.page.get_parent().pk == network.dagestan.page.get_parent().pk
        assert client.get(OLD).status_code == 301

    def test_centre_given_to_another_school_moves_there(self, network, client: Client, commit):
        center = network.tomsk
        center.school = make.SchoolFactory(municipality=network.dagestan.municipality)
        with commit():
            center.save()
        page = CenterPage.objects.get(center=center)
        assert page.get_parent().pk == network.dagestan.page.get_parent().pk
        assert page.title == center.school.short_name
        assert client.get(OLD).status_code == 301

    def test_municipality_saved_with_another_region_takes_its_centres_along(
        self, network, client: Client, commit
    ):
        municipality = network.tomsk.municipality
        own = make.CoordinatorFactory(region=municipality.region, municipality=municipality)
        figure = make.NetworkFigureFactory(region=municipality.region, municipality=municipality)
        Center.objects.filter(pk=network.tomsk.pk).update(
            coordinator=Coordinator.objects.get(region=municipality.region, municipality=None)
        )
        municipality.region = network.dagestan.region
        with commit():
            municipality.save()
        center = Center.objects.get(pk=network.tomsk.pk)
        assert center.page.url == "/respublika-dagestan/shegarskij-rajon/batkatskaya/"
        assert client.get(OLD)["Location"] == center.page.url
        assert center.coordinator is None
        for row in (own, figure):
            row.refresh_from_db()
            assert row.region == network.dagestan.region

    def test_refused_saving_leaves_register_and_tree_as_they_were(self, network):
        make.PlainPageFactory(parent=network.dagestan.page.get_parent().specific, slug="batkatskaya")
        school = network.tomsk.school
        school.municipality = network.dagestan.municipality
        with pytest.raises(ValidationError):
            school.save()
        center = Center.objects.get(pk=network.tomsk.pk)
        assert center.school.municipality.slug == center.municipality.slug == "shegarskij-rajon"
        assert center.page.url == OLD

    def test_page_opened_after_the_move_stands_in_the_new_place(self, network):
        center = make.CenterFactory()
        move_center(center, network.dagestan.municipality)
        page = open_center(Center.objects.get(pk=center.pk))
        assert page.get_parent().pk == network.dagestan.page.get_parent().pk
