"""The plan of a year, calendars and feeds in independent parsers, the gallery, videos, names of pupils."""

import datetime as dt

import feedparser
import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar
from wagtail.blocks import StructBlockValidationError

from centers.blocks.media import VideoBlock
from centers.blocks.video_addresses import video_of
from centers.models import AlbumPage, EventIndexPage, EventPage, GalleryPage, NewsIndexPage
from centers.panels.pupils import texts_in
from centers.services.sections import add_page
from centers.texts.pupils import is_short, shortened, whole_names
from library.models import Image, People
from library.models.consent import site_today
from tests import factories as make

pytestmark = pytest.mark.django_db

RUTUBE = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def plan(network) -> str:
    return make.section_of(network.tomsk, EventIndexPage).url


@pytest.fixture
def gallery(network) -> GalleryPage:
    page = GalleryPage(title="Фотогалерея", slug="galereya")
    add_page(network.tomsk.page, page, live=True)
    return page


def album_of(gallery: GalleryPage, *images: Image, **values) -> AlbumPage:
    pictures = [{"image": image, "caption": ""} for image in images]
    page = AlbumPage(
        title="Снимки", slug="snimki", body=[("gallery", {"title": "", "pictures": pictures})], **values
    )
    add_page(gallery, page, live=True)
    return page


class TestPlan:
    def test_months_of_a_school_year(self, at, network, plan, client: Client):
        at(2026, 11, 20, 6)
        for day in (
            "2026-09-03",
            "2026-10-01",
            "2026-10-20",
            "2026-11-02",
            "2026-11-10",
            "2026-12-05",
            "2027-10-01",
        ):
            make.EventPageFactory(center=network.tomsk, date=dt.date.fromisoformat(day))
        make.EventPageFactory(center=network.tomsk, date=dt.date(2025, 9, 30))
        context = client.get(plan).context
        assert [month.name for month in context["coming_months"]] == ["декабрь 2026", "октябрь 2027"]
        assert [event.date.isoformat() for event in context["recent"]] == [
            "2026-11-10",
            "2026-11-02",
            "2026-10-20",
        ]
        assert [month.name for month in context["past_months"]] == ["октябрь 2026", "сентябрь 2026"]
        assert context["years"] == [(2027, 1), (2026, 6), (2025, 1)]
        before = client.get(f"{plan}?year=2025").context
        assert [event.date.isoformat() for event in before["past"]] == ["2025-09-30"]

    @pytest.mark.parametrize("year", ["-1", "1000000000", "abc", "2025%00", "٢٠٢٥", "1", "99999" * 2000])
    def test_years_that_make_no_sense_give_this_one(self, plan, client: Client, year):
        response = client.get(f"{plan}?year={year}")
        assert response.status_code == 200
        assert response.context["shown"] == response.context["this_year"]

    def test_end_belongs_to_a_beginning(self, network):
        event = make.EventPageFactory(center=network.tomsk)
        for time, end in ((None, dt.time(15)), (dt.time(15), dt.time(14))):
            event.time, event.end_time = time, end
            with pytest.raises(ValidationError) as refusal:
                event.full_clean()
            assert "end_time" in refusal.value.message_dict


class TestCalendar:
    @pytest.fixture
    def event(self, network) -> EventPage:
        return make.EventPageFactory(
            center=network.tomsk,
            title="День, открытых; дверей",
            date=dt.date(2099, 10, 10),
            time=dt.time(15),
            end_time=dt.time(16, 30),
            place="Кабинет 14",
        )

    def entries(self, client: Client, address: str) -> list:
        response = client.get(address)
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/calendar")
        return list(Calendar.from_ical(response.content).walk("VEVENT"))

    def test_one_event(self, event, client: Client):
        (entry,) = self.entries(client, f"{event.url}sobytie.ics")
        assert str(entry["summary"]) == "День, открытых; дверей"
        assert entry.decoded("dtstart") == dt.datetime(2099, 10, 10, 8, tzinfo=dt.UTC)  # Томск: UTC+7
        assert entry.decoded("dtend") == dt.datetime(2099, 10, 10, 9, 30, tzinfo=dt.UTC)
        assert str(entry["url"]).endswith(event.url)

    def test_days_are_whole_and_cancelled_is_said(self, network, event, plan, client: Client):
        make.EventPageFactory(
            center=network.tomsk, date=dt.date(2099, 1, 5), end_date=dt.date(2099, 1, 9), is_cancelled=True
        )
        found = {str(entry["status"]): entry for entry in self.entries(client, f"{plan}meropriyatiya.ics")}
        assert set(found) == {"CONFIRMED", "CANCELLED"}
        assert found["CANCELLED"].decoded("dtstart") == dt.date(2099, 1, 5)
        assert found["CANCELLED"].decoded("dtend") == dt.date(2099, 1, 10)
        assert found["CONFIRMED"]["uid"] == f"{event.translation_key}@event.tochka-rosta"

    def test_places_above_have_the_next_ones(self, network, event, client: Client):
        make.EventPageFactory(center=network.dagestan, title="Чужое", date=dt.date(2098, 1, 1))
        make.EventPageFactory(center=network.tomsk, title="Прошлое", date=dt.date(2020, 1, 1))
        region = network.tomsk.page.get_ancestors().get(depth=3)
        assert [str(one["summary"]) for one in self.entries(client, f"{region.url}meropriyatiya.ics")] == [
            event.title
        ]
        assert len(self.entries(client, "/meropriyatiya.ics")) == 2

    def test_nothing_hidden_is_in_it(self, network, event, plan, client: Client):
        event.unpublish()
        assert self.entries(client, f"{plan}meropriyatiya.ics") == []
        assert client.get(f"{event.url}sobytie.ics").status_code == 404
        network.tomsk.page.unpublish()
        assert self.entries(client, "/meropriyatiya.ics") == []

    def test_addresses_without_events_are_not_found(self, network, event, client: Client):
        center = network.tomsk.page.url
        addresses = [f"{center}meropriyatiya.rss", f"{center}sobytie.ics", f"{event.url}meropriyatiya.ics"]
        for address in (*addresses, "/net/meropriyatiya.ics", "/novosti.rss"):
            assert client.get(address).status_code == 404, address

    def test_known_answer_is_not_sent_again(self, event, plan, client: Client):
        address = f"{plan}meropriyatiya.ics"
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("form", ["rss", "atom"])
class TestFeeds:
    def read(self, client: Client, address: str):
        response = client.get(address)
        assert response.status_code == 200
        found = feedparser.parse(response.content)
        assert not found.bozo, found
        return found

    def test_news(self, network, client: Client, form):
        section = make.section_of(network.tomsk, NewsIndexPage)
        page = make.NewsPageFactory(center=network.tomsk, title="Роботы & люди\x0b", photographed=True)
        found = self.read(client, f"{section.url}novosti.{form}")
        assert [entry.title for entry in found.entries] == ["Роботы & люди"]
        assert found.entries[0].link.endswith(page.url)
        assert "Новости" in found.feed.title
        assert found.entries[0].enclosures[0].href.endswith(".jpg")

    @pytest.mark.parametrize("people", [People.ADULTS, People.CHILDREN])
    def test_photos_that_may_not_leave_stay(self, network, client: Client, form, people):
        section = make.section_of(network.tomsk, NewsIndexPage)
        page = make.NewsPageFactory(center=network.tomsk, photographed=True)
        last = site_today() + dt.timedelta(days=-1 if people == People.ADULTS else 30)
        Image.objects.filter(pk=page.photo_id).update(
            people=people,
            publish_until=last,
            consent_by="parents",
            consent_place="Папка",
            consent_date="2020-01-01",
        )
        assert "enclosures" not in self.read(client, f"{section.url}novosti.{form}").entries[0] or (
            self.read(client, f"{section.url}novosti.{form}").entries[0].enclosures == []
        )

    def test_events_of_each_place(self, network, plan, client: Client, form):
        make.EventPageFactory(center=network.tomsk, title="Турнир", photographed=True)
        region = network.tomsk.page.get_ancestors().get(depth=3)
        for address in (plan, region.url, "/"):
            found = self.read(client, f"{address}meropriyatiya.{form}")
            assert [entry.title for entry in found.entries] == ["Турнир"], address


class TestNewsList:
    def test_years(self, network, client: Client):
        for year in (2024, 2025, 2025):
            make.NewsPageFactory(center=network.tomsk, date=dt.date(year, 5, 5))
        address = make.section_of(network.tomsk, NewsIndexPage).url
        context = client.get(f"{address}?year=2025").context
        assert context["years"] == [(2025, 2), (2024, 1)]
        assert {one.date.year for one in context["news"]} == {2025}
        for bad in ("year=9", "year=-1&page=1000000000", "year=%00", f"page={'1' * 5000}"):
            assert client.get(f"{address}?{bad}").status_code == 200


class TestGallery:
    def test_albums_and_reports_by_their_day(self, network, gallery, client: Client):
        picture = {"image": make.ImageFactory(), "caption": ""}
        report = make.EventPageFactory(
            center=network.tomsk, date=dt.date(2026, 2, 2), report=[("picture", picture)]
        )
        make.EventPageFactory(center=network.tomsk, date=dt.date(2026, 3, 3))
        album = album_of(gallery, make.ImageFactory(), date=dt.date(2026, 1, 1), event=report)
        assert (report.photo_count, album.photo_count) == (1, 1)
        shown = client.get(gallery.url).context["albums"]
        assert [one.page.pk for one in shown] == [report.pk, album.pk]
        assert client.get(album.url).context["event"] == report
        for bad in ("-1", "1000000000", "x"):
            assert client.get(f"{gallery.url}?page={bad}").status_code == 200

    def test_cover_gives_way_when_its_time_is_over(self, network, gallery, client: Client):
        image = make.ImageFactory()
        album = album_of(gallery, image)
        assert "<picture>" in client.get(gallery.url).text
        Image.objects.filter(pk=image.pk).update(
            people="adults", publish_until=site_today() - dt.timedelta(days=1)
        )
        assert "<picture>" not in client.get(gallery.url).text
        assert "Снимков здесь сейчас нет" in client.get(album.url).text

    def test_cost_does_not_grow(self, gallery, client: Client, django_assert_max_num_queries):
        album_of(gallery, make.ImageFactory())
        client.get(gallery.url)
        with django_assert_max_num_queries(14):
            client.get(gallery.url)
        for number in range(5):
            page = AlbumPage(title="Ещё", slug=f"eshchyo-{number}", photo=make.ImageFactory())
            add_page(gallery, page, live=True)
        client.get(gallery.url)
        with django_assert_max_num_queries(14):
            client.get(gallery.url)

    def test_photo_goes_out_in_three_kinds_with_its_sides(self, gallery, client: Client):
        album_of(gallery, make.ImageFactory())
        client.get(gallery.url)
        html = client.get(gallery.url).text
        assert html.index("image/avif") < html.index("image/webp") < html.index('.jpg"')
        assert 'width="' in html
        assert 'loading="lazy"' in html


class TestVideo:
    @pytest.mark.parametrize(
        ("address", "plain"),
        [
            ("https://vk.com/video-123_456?list=abc", "https://vkvideo.ru/video-123_456"),
            ("https://vk.com/videos-1?z=video-123_456%2Fpl_-1", "https://vkvideo.ru/video-123_456"),
            ("https://m.vkvideo.ru/clip-5_6", "https://vkvideo.ru/clip-5_6"),
            (f"http://www.rutube.ru/video/{RUTUBE}/?r=wd", f"https://rutube.ru/video/{RUTUBE}/"),
            (
                f"https://rutube.ru/video/private/{RUTUBE}/?p=a-B_1",
                f"https://rutube.ru/video/private/{RUTUBE}/?p=a-B_1",
            ),
        ],
    )
    def test_known_addresses(self, address, plain):
        assert video_of(address).url == plain

    @pytest.mark.parametrize(
        "address",
        [
            "https://vk.com/club1",
            "https://rutube.ru/channel/1/",
            "https://example.ru/video-1_2",
            "https://vk.com.evil.ru/video-1_2",
            "https://[",
            "javascript:alert(1)",
        ],
    )
    def test_others_are_refused(self, address):
        assert video_of(address) is None
        value = {"title": "Турнир", "url": address, "picture": None, "description": ""}
        with pytest.raises((StructBlockValidationError, ValidationError)):
            VideoBlock().clean(VideoBlock().to_python(value))


class TestPupils:
    @pytest.mark.parametrize("line", ["Иван П., 7 класс", "Анна-Мария Ё., 10 «А» класс", "Иван П."])
    def test_short_names(self, line):
        assert is_short(line)

    @pytest.mark.parametrize(
        "line", ["Иван Петров, 7 класс", "Петров И., 77 класс", "иван п., 7 класс", "Иван П, 7 класс"]
    )
    def test_names_that_are_not(self, line):
        assert not is_short(line)

    def test_the_form_says_how_to_write_it(self, network):
        event = make.EventPageFactory(center=network.tomsk)
        event.participants = " Егор  П., 7 класс \n\nПётр Иванов, 7 класс"
        with pytest.raises(ValidationError) as refusal:
            event.full_clean()
        assert "Пётр И., 7 класс" in refusal.value.message_dict["participants"][0]
        event.participants = " Егор  П., 7 класс \n\n"
        event.full_clean()
        assert event.participant_list == ["Егор П., 7 класс"]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Победили Пётр Иванов, 7 класс и гости.", ["Пётр Иванов"]),
            ("Выступила ученица 9 «Б» класса Анна Сидорова.", ["Анна Сидорова"]),
            ("Призёр Иванов Пётр Ильич, 8 класс", ["Иванов Пётр Ильич"]),
            ("Победил Иван П., 7 класс. Занятие ведёт Мария Соколова.", []),
            ("Точка Роста, 5 классов приехали", []),
        ],
    )
    def test_whole_names_in_texts(self, text, found):
        assert whole_names(texts_in([{"type": "paragraph", "value": f"<p>{text}</p>"}])) == found

    def test_shortening(self):
        assert shortened("Пётр Иванов") == "Пётр И."
        assert shortened("Иванов Пётр Ильич") == "Пётр И."
