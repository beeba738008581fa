"""Names and addresses of pages are those of the register, whatever a draft says."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from centers.models import CenterPage, Municipality, Region
from centers.services.sections import home_page
from tests import factories as make

pytestmark = pytest.mark.django_db

CENTER = "/tomskaya-oblast/shegarskij-rajon/batkatskaya/"


def fresh(center) -> CenterPage:
    return CenterPage.objects.get(center=center)


class TestRenaming:
    def test_new_name_of_the_school_is_that_of_its_centres(self, network, client: Client, commit):
        second = make.CenterFactory(school=network.tomsk.school, building="корпус 2", published=True)
        school = network.tomsk.school
        school.short_name = "МКОУ «Баткатская гимназия»"
        with commit():
            school.save()
        page = fresh(network.tomsk)
        assert page.title == page.draft_title == "МКОУ «Баткатская гимназия»"
        assert fresh(second).title == "МКОУ «Баткатская гимназия», корпус 2"
        assert "Баткатская гимназия" in client.get(f"{CENTER}dokumenty/").content.decode()

    def test_new_name_is_found_by_search(self, network, client: Client, commit):
        school = network.tomsk.school
        school.short_name, school.full_name = "МКОУ «Звёздная гимназия»", ""
        with commit():
            school.save()
        assert client.get("/poisk/", {"q": "звездная"}).context["total"] == 1
        assert client.get("/poisk/", {"q": "баткатская"}).context["total"] == 0

    def test_new_name_of_the_municipality_finds_its_centres(self, network, client: Client, commit):
        municipality = network.tomsk.municipality
        municipality.name = "Заозёрный округ"
        with commit():
            municipality.save()
        assert client.get("/poisk/", {"q": "заозерный"}).context["total"] == 1

    @pytest.mark.parametrize(
        ("row", "old", "new"),
        [
            ("region", "/tomskaya-oblast/", "/tomskij-kraj/"),
            ("municipality", "/tomskaya-oblast/shegarskij-rajon/", "/tomskaya-oblast/tomskij-kraj/"),
            ("center", CENTER, "/tomskaya-oblast/shegarskij-rajon/tomskij-kraj/"),
        ],
    )
    def test_new_address_takes_everything_below_along(self, network, client: Client, commit, row, old, new):
        center = network.tomsk
        changed = {"region": center.region, "municipality": center.municipality, "center": center}[row]
        pages = Page.objects.live().filter(depth__gt=1).order_by("path")
        below = [page.url for page in pages if page.url.startswith(old)]
        changed.slug = "tomskij-kraj"
        with commit():
            changed.save()
        assert len(below) >= 12
        for address in below:
            moved = new + address.removeprefix(old)
            assert client.get(moved).status_code == 200
            response = client.get(address)
            assert (response.status_code, response["Location"]) == (301, moved)

    @pytest.mark.parametrize("row", ["region", "municipality"])
    def test_new_name_of_a_place_is_that_of_its_page(self, network, commit, row):
        place = getattr(network.tomsk, row)
        place.name = "Новое название"
        with commit():
            place.save()
        assert type(place).objects.get(pk=place.pk).page.title == "Новое название"

    def test_saving_without_a_new_name_leaves_the_page_alone(self, network, commit):
        before = fresh(network.tomsk)
        with commit():
            network.tomsk.hours = "пн–пт 9–18"
            network.tomsk.save()
        after = fresh(network.tomsk)
        assert (after.latest_revision_id, after.last_published_at) == (
            before.latest_revision_id,
            before.last_published_at,
        )

    def test_name_changes_together_with_the_register_or_not_at_all(self, network):
        make.PlainPageFactory(parent=network.tomsk.page.get_parent().specific, slug="zanyato")
        network.tomsk.slug = "zanyato"
        with pytest.raises(ValidationError):
            network.tomsk.save()
        assert type(network.tomsk).objects.get(pk=network.tomsk.pk).slug == "batkatskaya"
        assert fresh(network.tomsk).url == CENTER

    def test_free_row_without_a_page_is_renamed_in_peace(self):
        center = make.CenterFactory()
        center.slug = "drugoj"
        center.save()
        center.school.short_name = "Другая"
        center.school.save()
        assert not CenterPage.objects.filter(center=center).exists()


class TestDrafts:
    """A draft made before the change, and published after it, brings no old name back."""

    @pytest.fixture
    def draft(self, network):
        page = network.tomsk.page
        page.lead = "Собираем роботов."
        return page.save_revision()

    def check(self, network, client: Client, address: str) -> None:
        page = fresh(network.tomsk)
        assert page.lead == "Собираем роботов."
        assert page.url == address
        assert page.title == page.center.title
        assert client.get(address).status_code == 200
        assert client.get(f"{address}dokumenty/").status_code == 200

    def test_after_a_new_name(self, network, client: Client, commit, draft):
        school = network.tomsk.school
        school.short_name = "Баткатская гимназия"
        with commit():
            school.save()
            draft.publish()
        self.check(network, client, CENTER)

    def test_after_a_new_address(self, network, client: Client, commit, draft):
        network.tomsk.slug = "gimnaziya"
        with commit():
            network.tomsk.save()
        with commit():
            type(draft).objects.get(pk=draft.pk).publish()
        self.check(network, client, "/tomskaya-oblast/shegarskij-rajon/gimnaziya/")
        assert client.get(CENTER).status_code == 301

    def test_preview_of_the_draft_shows_the_new_name(self, network, commit, draft):
        school = network.tomsk.school
        school.short_name = "Баткатская гимназия"
        with commit():
            school.save()
        page = type(draft).objects.get(pk=draft.pk).as_object()
        assert page.title == "Баткатская гимназия"
        assert page.url == CENTER

    @pytest.mark.parametrize("model", [Region, Municipality])
    def test_of_a_place(self, network, client: Client, commit, model):
        place = network.tomsk.region if model is Region else network.tomsk.municipality
        page = place.page
        page.search_description = "О школах"
        draft = page.save_revision()
        place.slug, place.name = "novoe-mesto", "Новое место"
        with commit():
            place.save()
        with commit():
            type(draft).objects.get(pk=draft.pk).publish()
        page = model.objects.get(pk=place.pk).page
        assert (page.title, page.slug, page.search_description) == ("Новое место", "novoe-mesto", "О школах")
        assert client.get(page.url).status_code == 200
        assert page.url_path.endswith("/novoe-mesto/")

    def test_scheduled_draft_of_a_deleted_centre_stays_hidden(self, network, client: Client, draft):
        network.tomsk.deleted_at = timezone.now()
        network.tomsk.save()
        draft.publish()
        assert client.get(CENTER).status_code == 404
        assert not fresh(network.tomsk).live

    def test_typed_name_gives_way_to_the_register(self, network):
        page = network.tomsk.page
        page.title, page.slug = "Лучшая школа", "luchshaya"
        page.save()
        assert (fresh(network.tomsk).title, fresh(network.tomsk).url) == ("МКОУ «Баткатская СОШ»", CENTER)


def test_home_page_is_found_by_its_place_in_the_tree(network):
    assert home_page() == network.home
