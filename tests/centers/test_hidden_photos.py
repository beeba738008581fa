"""A photo that may not be seen any more is on no public page, and leaves no hole where it stood."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from centers.models import EventPage
from library.models import Image, ImageRendition, People
from library.models.consent import site_today
from tests import factories as make
from tests.scale.contents import addresses, decorate, fill

pytestmark = pytest.mark.django_db

YESTERDAY = site_today() - dt.timedelta(days=1)


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def main_of(html: str) -> str:
    """What stands between header and footer; nothing of a feed or a table, which have neither."""
    return html.partition("<main")[2].partition("</main>")[0]


def hide_all() -> None:
    """Let the time of every photo be over, without the library noticing."""
    Image.everything.update(people=People.ADULTS, publish_until=YESTERDAY)


def picture(image: Image, caption: str = "") -> dict:
    words = {"image": image.pk, "alt_text": "Робот на столе", "decorative": False}
    return {"image": words, "caption": caption}


def places(network) -> dict[str, str]:
    """Addresses of one page of every type; the file of a document is no page."""
    found = addresses(network)
    del found["document file"]
    return found


@pytest.fixture
def full(network):
    """A centre whose every page has its photos."""
    fill(network, 1)
    decorate(network)
    return network


def test_no_page_shows_a_photo_whose_time_is_over(full, client: Client) -> None:
    before = {name: read(client, address) for name, address in places(full).items()}
    assert sum(html.count("<img") for html in before.values()) > 10

    hide_all()
    after = {name: main_of(read(client, address)) for name, address in places(full).items()}

    assert {name for name, html in after.items() if "<img" in html or "/media/" in html} == set()
    assert {name for name, html in after.items() if "<figcaption></figcaption>" in html} == set()
    assert {name for name, html in after.items() if "--photo" in html} == set()
    assert {name for name, html in after.items() if 'href="/admin' in html or 'src="/admin' in html} == set()


def test_hidden_photos_cost_no_queries(full, client: Client) -> None:
    place = places(full)

    def queries_of(address: str) -> int:
        client.get(address)
        cache.clear()
        Site.get_site_root_paths()
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    shown = {name: queries_of(address) for name, address in place.items()}
    hide_all()
    hidden = {name: queries_of(address) for name, address in place.items()}

    assert {name for name in place if hidden[name] > shown[name]} == set()


def test_looking_at_pages_makes_no_public_file_of_a_hidden_photo(full, client: Client) -> None:
    hide_all()
    ImageRendition.objects.all().delete()

    for address in places(full).values():
        read(client, address)

    assert not ImageRendition.objects.exists()


class TestTexts:
    @pytest.fixture
    def event(self, network) -> EventPage:
        return make.EventPageFactory(center=network.tomsk, date=dt.date(2022, 5, 1))

    @pytest.fixture
    def shown(self) -> Image:
        return make.ImageFactory()

    @pytest.fixture
    def hidden(self) -> Image:
        return make.ImageFactory(people=People.ADULTS, publish_until=YESTERDAY)

    def page(self, event: EventPage, report: list, client: Client) -> str:
        event.report = report
        event.save()
        return main_of(read(client, event.get_url()))

    def test_caption_goes_with_its_picture(self, event, hidden, client: Client) -> None:
        html = self.page(event, [("heading", {"text": "Итоги", "level": "2"}), *self.one(hidden)], client)

        assert "Итоги" in html
        assert "Робот собран" not in html
        assert "<figure" not in html

    def one(self, image: Image) -> list:
        block = EventPage._meta.get_field("report").stream_block.child_blocks["picture"]
        return [("picture", block.to_python(picture(image, "Робот собран")))]

    def gallery(self, *images: Image) -> list:
        block = EventPage._meta.get_field("report").stream_block.child_blocks["gallery"]
        pictures = [picture(image, f"Подпись {number}") for number, image in enumerate(images)]
        return [("gallery", block.to_python({"title": "Как собирали", "pictures": pictures}))]

    def test_report_of_a_hidden_picture_alone_leaves_no_heading(self, event, hidden, client: Client) -> None:
        assert "Как это было" not in self.page(event, self.one(hidden), client)

    def test_gallery_keeps_what_may_be_seen(self, event, shown, hidden, client: Client) -> None:
        html = self.page(event, self.gallery(shown, hidden), client)

        assert "Как собирали" in html
        assert "Подпись 0" in html
        assert "Подпись 1" not in html
        assert html.count("<figure") == 1

    def test_gallery_of_hidden_pictures_is_not_there(self, event, hidden, client: Client) -> None:
        assert "Как собирали" not in self.page(event, self.gallery(hidden), client)

    def test_deleted_picture_takes_its_caption_along(self, event, shown, client: Client) -> None:
        report = self.one(shown)
        shown.delete()

        assert "Робот собран" not in self.page(event, report, client)

    def test_video_keeps_its_link_without_the_still(self, event, hidden, client: Client) -> None:
        block = EventPage._meta.get_field("report").stream_block.child_blocks["video"]
        value = {
            "title": "Наш робот",
            "url": "https://rutube.ru/video/1/",
            "picture": picture(hidden)["image"],
            "description": "",
        }

        html = self.page(event, [("video", block.to_python(value))], client)

        assert "Наш робот" in html
        assert "<img" not in html


def test_teacher_without_the_photo_has_the_letter(network, client: Client) -> None:
    teacher = make.TeacherFactory(center=network.tomsk, photographed=True)
    hide_all()

    html = read(client, next(p.get_url() for p in network.tomsk.page.get_children() if "pedagogi" in p.slug))

    assert teacher.full_name in html
    assert "person__blank" in html
