"""Counts kept ready, charts of them, and releases that keep the numbers of their day."""

import datetime as dt
from dataclasses import replace

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centers.models import (
    Center,
    CenterPage,
    NewsIndexPage,
    NewsPage,
    NumbersSnapshot,
    ProgramPage,
    Region,
    RegionTally,
)
from centers.models.numbers import numbers_of_network, numbers_of_region
from centers.models.tally import Tally, tallies
from centers.services import delete_center, move_school, restore_center
from centers.services.bin.pages import bin_page, return_page
from tests import factories as make

pytestmark = pytest.mark.django_db

BLOCK = "11111111-1111-4111-8111-111111111111"
OTHER = "22222222-2222-4222-8222-222222222222"


@pytest.fixture
def kept(network, monkeypatch):
    """The counts as a reader outside of a transaction keeps them: `kept(region)`."""
    monkeypatch.setattr("centers.models.tally.inside_transaction", lambda: False)

    def read(region: Region) -> Tally:
        return tallies([region.pk])[region.pk]

    return read


def tomsk_of(network) -> Region:
    return network.tomsk.municipality.region


class TestTally:
    def test_counts_are_kept_and_read_by_one_query(self, network, kept):
        region = tomsk_of(network)
        network.tomsk.school.latitude, network.tomsk.school.longitude = 56.5, 84.9
        network.tomsk.school.save()
        make.ProgramPageFactory(center=network.tomsk, kind="additional", additional_focus="technical")
        first = kept(region)
        with CaptureQueriesContext(connection) as queries:
            second = kept(region)
        assert len(queries) == 1
        assert first == second
        assert second == Tally(
            centers=1,
            states={"open": 1},
            municipalities={network.tomsk.municipality_id: 1},
            years={2021: 1},
            kinds={"additional": 1},
            focuses={"technical": 1},
            spots={network.tomsk.municipality_id: (1, 56.5, 84.9)},
        )

    def test_the_network_reads_them_without_the_spots(self, network, kept):
        region = tomsk_of(network)
        network.tomsk.school.latitude, network.tomsk.school.longitude = 56.5, 84.9
        network.tomsk.school.save()
        counted = kept(region)
        assert counted.spots
        without = tallies([region.pk], spots=False)[region.pk]
        assert without == replace(counted, spots={})

    def test_what_is_read_inside_a_transaction_is_not_kept(self, network):
        region = tomsk_of(network)
        assert tallies([region.pk])[region.pk].centers == 1
        assert not RegionTally.objects.exists()

    def test_a_change_during_the_count_leaves_it_behind(self, network, kept, commit, monkeypatch):
        region = tomsk_of(network)
        from centers.models import tally

        real = tally.count

        def slow(numbers):
            found = real(numbers)
            with commit():
                make.CenterFactory(school__municipality=network.tomsk.municipality, published=True)
            return found

        monkeypatch.setattr(tally, "count", slow)
        assert kept(region).centers == 1
        monkeypatch.setattr(tally, "count", real)
        assert kept(region).centers == 2

    def test_every_change_of_what_is_counted_is_seen(self, network, kept, commit):
        region, center = tomsk_of(network), network.tomsk
        page = CenterPage.objects.get(center=center)
        seen = [kept(region).centers]

        def after(change) -> None:
            with commit():
                change()
            seen.append(kept(region).centers)

        after(lambda: page.unpublish())
        after(lambda: page.get_latest_revision().publish())
        after(lambda: delete_center(center))
        after(lambda: restore_center(center))
        after(lambda: make.CenterFactory(school__municipality=center.municipality, published=True))
        elsewhere = make.MunicipalityFactory(region=network.dagestan.municipality.region)
        after(lambda: move_school(center.school, elsewhere))
        assert seen == [1, 0, 1, 0, 1, 2, 1]
        assert kept(network.dagestan.municipality.region).centers == 2

    def test_programmes_and_coordinates_are_seen(self, network, kept, commit):
        region = tomsk_of(network)
        with commit():
            program = make.ProgramPageFactory(center=network.tomsk)
        assert kept(region).programs == 1
        with commit():
            ProgramPage.objects.get(pk=program.pk).unpublish()
        assert kept(region).programs == 0
        with commit():
            network.tomsk.school.latitude, network.tomsk.school.longitude = 56, 84
            network.tomsk.school.save()
        assert kept(region).spots == {network.tomsk.municipality_id: (1, 56.0, 84.0)}

    def test_nightly_count_heals_what_no_mark_told_of(self, network, kept, capsys):
        region = tomsk_of(network)
        assert kept(region).years == {2021: 1}
        Center.objects.filter(pk=network.tomsk.pk).update(year=2019)
        assert kept(region).years == {2021: 1}, "nobody was told"
        call_command("recount_regions")
        assert kept(region).years == {2019: 1}
        assert "исправлено: 1\u00a0регион" in capsys.readouterr().out
        call_command("recount_regions")
        assert "исправлено: 0" in capsys.readouterr().out

    def test_a_programme_from_the_bin_is_counted_again(self, network, kept, commit):
        region = tomsk_of(network)
        with commit():
            program = make.ProgramPageFactory(center=network.tomsk)
        seen = [kept(region).programs]
        with commit():
            entry = bin_page(program)
        seen.append(kept(region).programs)
        with commit():
            return_page(entry)
        assert [*seen, kept(region).programs] == [1, 0, 1]

    def test_all_regions_that_are_behind_are_counted_together(self, network, kept):
        numbers = list(Region.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as queries:
            found = tallies(numbers)
        assert len(queries) <= 6
        assert sum(tally.centers for tally in found.values()) == 2


class TestCharts:
    def test_years_without_openings_are_told_too(self, network):
        make.CenterFactory(school__municipality=network.tomsk.municipality, year=2024, published=True)
        chart = numbers_of_region(tomsk_of(network)).openings()
        assert chart.rows == [("2021", 1), ("2022", 0), ("2023", 0), ("2024", 1)]
        assert "Сосчитано по центрам этого сайта" in chart.source

    def test_the_invented_centre_is_named(self, network):
        make.CenterFactory(school__municipality=network.tomsk.municipality, example=True, published=True)
        assert "выдуманным" in numbers_of_region(tomsk_of(network)).openings().source
        assert "выдуманным" not in numbers_of_network([network.dagestan.municipality.region]).source

    def test_largest_first(self, network):
        make.CenterFactory(school__municipality=network.dagestan.municipality, published=True)
        chart = numbers_of_network([tomsk_of(network), network.dagestan.municipality.region]).regions()
        assert chart.rows == [("Республика Дагестан", 2), ("Томская область", 1)]

    @pytest.mark.only_on("sqlite")  # what the page shows
    def test_the_page_of_numbers(self, network, client):
        make.ProgramPageFactory(center=network.tomsk, kind="additional", additional_focus="technical")
        make.CenterFactory(school__municipality=network.dagestan.municipality, year=2022, published=True)
        make.NetworkFigureFactory(
            metric="opened", value=119, year=2020, year_from=2019, region=tomsk_of(network)
        )
        network_page, region_page = (
            client.get(f"{place}cifry/").content.decode().replace("\u00a0", " ")
            for place in ("/", tomsk_of(network).page.url)
        )
        assert "Центры по регионам" in network_page
        assert ">119<" not in network_page
        for page in (network_page, region_page):
            assert "Техническая" in page
        assert "<title id=" in network_page
        assert "<desc id=" in network_page
        assert "<title id=" not in region_page, "one year is nothing to compare"
        assert "центров открыто в 2019–2020 годах" in region_page
        assert "на 1 сентября 2021" in region_page

    @pytest.mark.only_on("sqlite")  # what the page shows
    def test_other_places_have_no_page_of_numbers(self, network, client):
        for address in (network.tomsk.page.url, network.tomsk.municipality.page.url, "/net-takogo/"):
            assert client.get(f"{address}cifry/").status_code == 404


class TestNumbersOfTheDay:
    """A release asks for numbers; what it showed when it was published never changes."""

    @pytest.fixture
    def section(self, network):
        region = tomsk_of(network).page
        return region.add_child(instance=NewsIndexPage(title="Новости", slug="novosti"))

    @staticmethod
    def block(identifier: str = BLOCK, what: str = "counted", place: str = "own") -> dict:
        value = {"what": what, "place": place, "title": ""}
        return {"type": "numbers", "id": identifier, "value": value}

    @staticmethod
    def shown(client, page) -> str:
        response = client.get(page.url)
        assert response.status_code == 200
        return " ".join(response.content.decode().replace("\u00a0", " ").split())

    def test_they_stay_when_the_network_grows(self, network, section, client, at):
        at(2026, 9, 1, 8)
        page = make.NewsPageFactory(parent=section, body=[self.block()])
        before = self.shown(client, page)
        assert "1 сентября 2026 г." in before
        at(2027, 3, 8, 8)
        make.CenterFactory(school__municipality=network.tomsk.municipality, published=True)
        later = NewsPage.objects.get(pk=page.pk)
        later.title = "Поправлено"
        later.save_revision().publish()
        after = self.shown(client, later)
        assert "Поправлено" in after
        assert after.count('class="figures__value">1<') == before.count('class="figures__value">1<') == 2
        assert "1 сентября 2026 г." in after
        assert NumbersSnapshot.objects.get().content["groups"][0][0]["value"] == 1

    def test_a_stated_figure_that_is_corrected_stays_as_it_was_said(self, section, client):
        region = section.get_parent().specific.region
        figure = make.NetworkFigureFactory(metric="opened", value=119, region=region)
        page = make.NewsPageFactory(parent=section, body=[self.block(what="stated")])
        figure.value = 777
        figure.save()
        shown = self.shown(client, page)
        assert ">119<" in shown
        assert "777" not in shown

    def test_a_draft_shows_today_and_keeps_nothing(self, network, section):
        page = make.NewsPageFactory(parent=section, live=False, body=[self.block(what="openings")])
        assert not NumbersSnapshot.objects.exists()
        shown = page.page_context(None)["numbers_of_day"][BLOCK]
        assert not shown["is_kept"]
        assert shown["charts"][0].rows == [("2021", 1)]

    def test_a_draft_of_a_published_page_keeps_nothing_before_it_is_published(self, section):
        page = make.NewsPageFactory(parent=section, body=[self.block()])
        page = NewsPage.objects.get(pk=page.pk)
        page.body = [("numbers", {"what": "openings", "place": "own", "title": ""})]
        page.save_revision()
        assert NumbersSnapshot.objects.count() == 1
        page.get_latest_revision().publish()
        assert NumbersSnapshot.objects.count() == 2

    def test_a_block_that_asks_for_something_else_gets_numbers_of_its_own_day(self, network, section):
        page = make.NewsPageFactory(parent=section, body=[self.block()])
        page.body = [self.block(place="network")]
        page.save_revision().publish()
        assert {row.asked for row in NumbersSnapshot.objects.all()} == {"counted/own", "counted/network"}

    def test_a_kept_row_cannot_be_rewritten(self, section):
        make.NewsPageFactory(parent=section, body=[self.block()])
        row = NumbersSnapshot.objects.get()
        row.taken_at = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
        with pytest.raises(ValueError, match="never changed"):
            row.save()

    @pytest.mark.only_on("sqlite")  # what the page shows
    @pytest.mark.parametrize("what", ["counted", "stated", "openings", "places", "programs"])
    def test_each_kind_is_shown_on_a_page_of_each_place(self, network, section, client, what):
        make.ProgramPageFactory(center=network.tomsk, kind="additional", additional_focus="technical")
        make.NetworkFigureFactory(metric="subjects", value=82)
        of_center = make.NewsPageFactory(center=network.tomsk, body=[self.block(what=what, place="network")])
        of_region = make.NewsPageFactory(parent=section, body=[self.block(OTHER, what)])
        assert "2026" in self.shown(client, of_center)
        self.shown(client, of_region)
        assert NumbersSnapshot.objects.count() == 2
