"""The last day of showing, withdrawal, and what is left on the public shelf afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from library.models import Image, ImageRendition, People
from library.models.consent import site_today
from library.showing import take_down_over
from tests.library.samples import picture_bytes

Make = Callable[..., Image]

LAST = dt.date(2027, 9, 1)
CONSENT = {
    "people": People.CHILDREN,
    "consent_by": "parents",
    "consent_date": dt.date(2026, 9, 1),
    "consent_place": "Папка 07-12, № 14",
}
CHILDREN = {**CONSENT, "publish_until": LAST}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the clock of the site, in Moscow time."""

    def set_clock(day: dt.date, hour: int = 12, minute: int = 0) -> None:
        moment = dt.datetime.combine(day, dt.time(hour, minute), timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(dt.UTC))

    return set_clock


def next_day(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)


def test_last_day_is_one_of_showing(make_image: Make, at: Callable[..., None]) -> None:
    at(LAST)
    image = make_image(**CHILDREN)
    at(LAST, 23, 59)
    assert (image.is_shown, image.is_ending) == (True, True)
    assert list(Image.objects.shown()) == [image]
    assert list(Image.objects.ending()) == [image]

    at(next_day(LAST), 0, 0)

    assert (image.is_shown, image.is_expired, image.is_ending) == (False, True, False)
    assert list(Image.objects.shown()) == []
    assert list(Image.objects.over()) == [image]
    assert list(Image.objects.ending()) == []


def test_clock_of_the_site_counts_and_not_that_of_the_reader(at: Callable[..., None]) -> None:
    at(LAST, 23, 30)
    with timezone.override("Asia/Kamchatka"):
        assert site_today() == LAST


def test_photo_without_a_last_day_is_always_shown(make_image: Make) -> None:
    image = make_image(people=People.NOBODY)

    assert (image.is_shown, image.mark) == (True, "")
    assert list(Image.objects.shown()) == [image]
    assert not Image.objects.over().exists()


@pytest.mark.parametrize(
    ("fields", "day", "mark", "tone"),
    [
        ({}, LAST, "не указано, кто на снимке", "ask"),
        (CHILDREN, dt.date(2027, 1, 1), "дети, до 1 сентября 2027 г.", "calm"),
        (CHILDREN, dt.date(2027, 8, 2), "дети, до 1 сентября 2027 г.", "soon"),
        (CHILDREN, dt.date(2027, 9, 2), "срок истёк 1 сентября 2027 г.", "over"),
        (
            {"people": People.ADULTS, "publish_until": LAST},
            dt.date(2027, 1, 1),
            "показ, до 1 сентября 2027 г.",
            "calm",
        ),
        (
            {**CHILDREN, "consent_withdrawn_on": dt.date(2027, 3, 5)},
            dt.date(2027, 4, 1),
            "согласие отозвано 5 марта 2027 г.",
            "over",
        ),
    ],
)
def test_marks(
    fields: dict[str, Any], day: dt.date, mark: str, tone: str, make_image: Make, at: Callable[..., None]
) -> None:
    at(day)
    image = make_image(**fields)

    assert image.mark.replace("\xa0", " ") == mark
    assert image.mark_tone == tone


@pytest.mark.parametrize(
    "changed",
    [
        {"consent_by": ""},
        {"consent_by": "themselves"},
        {"consent_date": None},
        {"consent_place": ""},
        {"publish_until": None},
        {"publish_until": dt.date(2026, 8, 31)},
        {"people": "nonsense"},
    ],
)
def test_database_refuses_children_without_consent(make_image: Make, changed: dict[str, Any]) -> None:
    image = make_image(**CHILDREN)

    with pytest.raises(IntegrityError), transaction.atomic():
        Image.objects.filter(pk=image.pk).update(**changed)


def test_database_refuses_a_last_day_before_the_consent_of_anybody(make_image: Make) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_image(people=People.ADULTS, consent_date=LAST, publish_until=dt.date(2027, 8, 31))


class TestPublicFiles:
    @pytest.fixture
    def shown(self, make_image: Make, at: Callable[..., None]) -> Image:
        at(LAST)
        image = make_image(picture_bytes("JPEG", (60, 40)), name="Петя Иванов 7А.jpg", **CHILDREN)
        image.get_renditions("width-20", "fill-20x20|format-webp")
        return image

    def files(self, media: Path) -> list[Path]:
        return [path for path in (media / "public").rglob("*") if path.is_file()]

    def test_name_of_the_photo_is_in_no_address(self, shown: Image, media: Path) -> None:
        names = [path.name for path in self.files(media)]

        assert len(names) == 2
        assert all(name.startswith("photo.") for name in names)

    def test_timer_removes_them_after_the_last_day(
        self, shown: Image, media: Path, at: Callable[..., None]
    ) -> None:
        address = shown.get_rendition("width-20").url
        assert take_down_over() == 0
        assert Client().get(address).status_code == 200

        at(next_day(LAST))
        call_command("take_down_photos")

        assert Client().get(address).status_code == 404
        assert self.files(media) == []
        assert not ImageRendition.objects.exists()
        assert (media / "private" / shown.file.name).exists()
        assert take_down_over() == 0

    def test_photos_of_others_stay(self, shown: Image, make_image: Make, at: Callable[..., None]) -> None:
        other = make_image(people=People.NOBODY)
        kept = other.get_rendition("width-20")

        at(next_day(LAST))
        assert take_down_over() == 1

        assert list(ImageRendition.objects.all()) == [kept]

    def test_withdrawal_removes_them_at_once(
        self, shown: Image, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            shown.consent_withdrawn_on = LAST
            shown.save()

        assert self.files(media) == []

    def test_nothing_is_made_for_a_photo_that_is_over(
        self, shown: Image, media: Path, at: Callable[..., None]
    ) -> None:
        at(next_day(LAST))
        take_down_over()

        staff = Image.objects.get().get_rendition("width-20")
        several = Image.objects.get().get_renditions("width-20", "max-30x30")

        assert staff.url == f"/admin/images/{shown.pk}/preview/width-20/"
        assert (staff.width, staff.height) == (20, 13)
        assert list(several) == ["width-20", "max-30x30"]
        assert self.files(media) == []

    def test_later_last_day_brings_them_back_at_new_addresses(
        self, shown: Image, at: Callable[..., None]
    ) -> None:
        before = shown.get_rendition("width-20").url
        at(next_day(LAST))
        take_down_over()

        image = Image.objects.get()
        image.publish_until = dt.date(2028, 9, 1)
        image.save()
        address = image.get_rendition("width-20").url

        assert address != before
        assert Client().get(address).status_code == 200
        assert Client().get(before).status_code == 404

    def test_readers_ask_again_after_a_day(self, shown: Image) -> None:
        response = Client().get(shown.get_rendition("width-20").url)

        assert response["Cache-Control"] == "public, max-age=86400"
