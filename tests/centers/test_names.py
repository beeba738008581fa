"""Names and addresses of pages are those of the register, whatever a draft says."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from modelsearch.conf import get_app_config
from wagtail.models import Page

from centers.models import Center, CenterPage, Municipality, Region, School
from centers.models.pages.register_page import RegisterPage
from centers.receivers import UNSEEN
from centers.services.names import reindex
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


class TestFieldsThatPagesDoNotShow:
    """`UNSEEN` names fields whose change needs neither a page nor a word of the search written anew."""

    VALUES = {
        "latitude": 56,
        "longitude": 84,
        "state_as_of": dt.date(2024, 4, 4),
        "opened_on": dt.date(2021, 9, 1),
        "state_year_only": True,
        "created_at": timezone.now(),
        "updated_at": timezone.now(),
    }

    def known(self, center) -> tuple[list, list]:
        """All that the search has of a centre and its pages when each is written anew; names, addresses."""
        pages = [fresh(center), *fresh(center).get_descendants().specific()]
        rows = [Center.objects.get(pk=center.pk), *pages]
        reindex(rows)
        keys = [
            (ContentType.objects.get_for_model(kind).pk, str(row.pk))
            for row in rows
            for kind in (type(row), Page)
            if isinstance(row, kind)
        ]
        entries = get_app_config().get_model("IndexEntry").objects.order_by("content_type_id", "object_id")
        named = []
        for page in pages:
            if isinstance(page, RegisterPage):
                page.take_from_register()
            named.append((page.title, page.slug))
        return [
            {name: value for name, value in entry.items() if name not in {"id", "index_entry_id"}}
            for entry in entries.values()
            if (entry["content_type_id"], entry["object_id"]) in keys
        ], named

    @pytest.mark.parametrize(
        ("model", "name"), [(model, name) for model in UNSEEN for name in sorted(UNSEEN[model])]
    )
    def test_search_and_pages_know_nothing_of_it(self, network, model, name):
        center = network.tomsk
        before = self.known(center)
        row = center if model is Center else center.school
        value = self.VALUES.get(name, "1027003953415"[: model._meta.get_field(name).max_length])
        changed = {"latitude": 56, "longitude": 84} if name in {"latitude", "longitude"} else {name: value}
        model.objects.filter(pk=row.pk).update(**changed)
        assert len(before[0]) > 5
        assert self.known(center) == before

    def test_they_know_of_another(self, network):
        before = self.known(network.tomsk)
        School.objects.filter(pk=network.tomsk.school_id).update(short_name="Школа за рекой")
        after = self.known(network.tomsk)
        assert after[0] != before[0]
        assert after[1] != before[1]

    def test_such_a_row_is_written_without_reading_its_pages(self, network):
        school = School.objects.get(pk=network.tomsk.school_id)
        school.phone = "+7 (3822) 11-22-33"
        with CaptureQueriesContext(connection) as asked:
            school.save(update_fields=["phone", "updated_at"])
        assert "centers_centerpage" not in " ".join(query["sql"] for query in asked.captured_queries)
