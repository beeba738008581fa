"""Screens of images: who is on the photo, by whose consent, until which day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from wagtail.models import UploadedFile

from library.models import Image, People
from library.models.consent import site_today
from tests.library.samples import (
    huge_png_header,
    pdf_bytes,
    phone_photo_bytes,
    picture_bytes,
    upload,
)

MakeImage = Callable[..., Image]

TODAY = site_today()
DAY = dt.timedelta(days=1)
CONSENT = {
    "people": "children",
    "consent_by": "parents",
    "consent_date": (TODAY - 10 * DAY).isoformat(),
    "consent_place": "Папка 07-12, № 14",
    "publish_until": (TODAY + 100 * DAY).isoformat(),
}
KEPT = {
    "people": People.CHILDREN,
    "consent_by": "parents",
    "consent_date": TODAY - 10 * DAY,
    "consent_place": "Папка 07-12, № 14",
}


@pytest.fixture(autouse=True)
def _shelves(media: Path) -> None:
    """Every test here writes to shelves of its own."""


class TestImages:
    def add(self, office: Client, data: bytes, name: str, **fields: Any) -> Any:
        form = {
            "title": "Занятие",
            "description": "Ребята у стола",
            "people": "nobody",
            "file": upload(data, name),
            **fields,
        }
        return office.post("/admin/images/add/", form)

    def stored(self, media: Path) -> bytes:
        return (media / "private" / Image.objects.get().file.name).read_bytes()

    def test_adding(self, office: Client, media: Path) -> None:
        self.add(office, phone_photo_bytes(), "IMG_2041.jpg")

        image = Image.objects.get()
        assert b"SecretPhone" not in self.stored(media)
        assert (image.width, image.height, image.description) == (40, 80, "Ребята у стола")
        assert image.file_size == len(self.stored(media))

    def test_choosing(self, office: Client, media: Path) -> None:
        prefix = "image-chooser-upload"
        response = office.post(
            "/admin/images/chooser/create/",
            {
                f"{prefix}-title": "a",
                f"{prefix}-people": "nobody",
                f"{prefix}-file": upload(phone_photo_bytes("PNG"), "a.png"),
            },
        )

        assert json.loads(response.content)["step"] == "chosen"
        assert b"SecretPhone" not in self.stored(media)

    def test_editing(self, office: Client, make_image: MakeImage, media: Path) -> None:
        image = make_image()
        rendition = image.get_rendition("width-20")
        before = image.file.name

        office.post(
            f"/admin/images/{image.pk}/",
            {
                "title": "Новое",
                "description": "",
                "people": "nobody",
                "file": upload(phone_photo_bytes(), "b.jpg"),
            },
        )

        image.refresh_from_db()
        assert b"SecretPhone" not in self.stored(media)
        assert (image.width, image.height) == (40, 80)
        assert not image.renditions.filter(pk=rendition.pk).exists()
        assert (media / "private" / before).exists()

    @pytest.mark.parametrize(
        ("data", "name", "words"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "a.svg", "SVG"),
            (b"<svg/>", "a.png", "SVG"),
            (huge_png_header(), "a.png", "слишком много точек"),
            (picture_bytes("JPEG", (300, 300))[:200], "a.jpg", "повреждена"),
            (pdf_bytes(1), "a.jpg", "документ PDF"),
            (b"", "a.jpg", "Файл пуст"),
        ],
    )
    def test_refusal_keeps_what_was_typed(self, office: Client, data: bytes, name: str, words: str) -> None:
        page = self.add(office, data, name).content.decode()

        assert words in page
        assert 'value="Ребята у стола"' in page
        assert not Image.everything.exists()

    def test_png_named_jpg_is_taken_as_what_it_is(self, office: Client) -> None:
        self.add(office, picture_bytes("PNG"), "screenshot.jpg")

        assert Image.objects.get().file.name.endswith("/screenshot.png")

    def test_form_says_what_the_description_is_for(self, office: Client) -> None:
        page = office.get("/admin/images/add/").content.decode()

        assert "услышит незрячий посетитель" in page
        assert "отметки камеры удаляются сами" in page

    def test_edit_page_shows_the_picture(self, office: Client, make_image: MakeImage) -> None:
        image = make_image()

        page = office.get(f"/admin/images/{image.pk}/").content.decode()

        assert image.get_rendition("max-800x600").url in page
        assert not image.renditions.filter(filter_spec="original").exists()

    def test_deleting_can_be_undone(self, office: Client, make_image: MakeImage) -> None:
        office.post(f"/admin/images/{make_image().pk}/delete/")

        assert (Image.objects.count(), Image.everything.deleted().count()) == (0, 1)


class TestDroppingMany:
    def drop(self, office: Client, name: str = "Петя Иванов 7А.jpg") -> dict[str, Any]:
        response = office.post(
            "/admin/images/multiple/add/", {"title": "a", "files[]": upload(phone_photo_bytes(), name)}
        )
        return json.loads(response.content)

    def answer(self, office: Client, number: int, **fields: str) -> dict[str, Any]:
        form = {"title": "Опыт", "people": "nobody", **fields}
        response = office.post(
            f"/admin/images/multiple/create_from_uploaded_image/{number}/",
            {f"uploaded-image-{number}-{name}": value for name, value in form.items()},
        )
        return json.loads(response.content)

    def test_picture_waits_cleaned_for_the_answer(self, office: Client, media: Path) -> None:
        answer = self.drop(office)

        waiting = UploadedFile.objects.get()
        assert answer["success"] is True
        assert "Кто на снимке?" in answer["form"]
        assert "checked" not in answer["form"]
        assert 'value="a"' in answer["form"]
        assert not Image.everything.exists()
        assert b"SecretPhone" not in (media / "private" / waiting.file.name).read_bytes()

    def test_answer_makes_the_image(self, office: Client, media: Path) -> None:
        number = self.drop(office)["uploaded_file_id"]

        assert self.answer(office, number)["success"] is True

        image = Image.objects.get()
        stored = (media / "private" / image.file.name).read_bytes()
        assert (image.people, image.width, image.height) == (People.NOBODY, 40, 80)
        assert b"SecretPhone" not in stored
        assert image.file_size == len(stored)
        assert not UploadedFile.objects.exists()

    def test_children_without_consent_keep_waiting(self, office: Client) -> None:
        number = self.drop(office)["uploaded_file_id"]

        answer = self.answer(office, number, people="children")

        assert answer["success"] is False
        assert "Укажите дату согласия" in answer["form"]
        assert not Image.everything.exists()

    def test_same_photo_twice_is_noticed(self, office: Client) -> None:
        self.answer(office, self.drop(office)["uploaded_file_id"])

        assert "Такая картинка уже есть: «Опыт»" in self.drop(office, "b.jpg")["form"]


class TestQuestions:
    def add(self, office: Client, **fields: Any) -> str:
        form = {"title": "Занятие", "file": upload(picture_bytes(), "a.jpg"), **fields}
        return office.post("/admin/images/add/", form, follow=True).content.decode()

    def test_no_answer_is_suggested(self, office: Client) -> None:
        page = office.get("/admin/images/add/").content.decode()

        assert page.count('type="radio" name="people"') == 3
        assert "checked" not in page

    def test_without_an_answer_nothing_is_stored(self, office: Client) -> None:
        assert "Ответьте, кто на снимке" in self.add(office)
        assert not Image.everything.exists()

    def test_unstated_is_no_answer(self, office: Client) -> None:
        self.add(office, people="unstated")

        assert not Image.everything.exists()

    def test_children_with_consent(self, office: Client) -> None:
        self.add(office, **CONSENT)

        image = Image.objects.get()
        assert (image.people, image.consent_by, image.is_shown) == ("children", "parents", True)
        assert image.publish_until == TODAY + 100 * DAY

    def test_dates_as_people_write_them(self, office: Client) -> None:
        self.add(office, **CONSENT | {"publish_until": "31.08.2099"})

        assert Image.objects.get().publish_until == dt.date(2099, 8, 31)

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"consent_by": ""}, "Укажите, кто дал согласие"),
            ({"consent_by": "themselves"}, "За детей согласие дают родители"),
            ({"consent_date": ""}, "Укажите дату согласия"),
            ({"consent_date": (TODAY + DAY).isoformat()}, "ещё не наступил"),
            ({"consent_date": "0225-03-01"}, "Проверьте год"),
            ({"consent_place": "  "}, "Укажите, где лежит согласие"),
            ({"publish_until": ""}, "Укажите последний день показа"),
            ({"publish_until": (TODAY - 20 * DAY).isoformat()}, "раньше даты согласия"),
            ({"publish_until": (TODAY - DAY).isoformat()}, "уже прошёл"),
            ({"publish_until": "2999-01-01"}, "Проверьте год"),
        ],
    )
    def test_what_is_missing_is_named(self, office: Client, changed: dict[str, str], words: str) -> None:
        assert words in self.add(office, **CONSENT | changed)
        assert not Image.everything.exists()

    def test_answer_nobody_drops_what_was_typed_of_a_consent(self, office: Client) -> None:
        self.add(office, **CONSENT | {"people": "nobody"})

        image = Image.objects.get()
        assert (image.consent_by, image.consent_date, image.consent_place) == ("", None, "")

    def test_old_photo_is_asked_about_gently(self, office: Client, make_image: MakeImage) -> None:
        image = make_image()

        page = office.get(f"/admin/images/{image.pk}/").content.decode()

        assert image.people == People.UNSTATED
        assert image.is_shown
        assert "до того, как сайт стал спрашивать" in page
        assert "checked" not in page


class TestEditPage:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"publish_until": TODAY - DAY}, "последний день показа —"),
            ({"publish_until": TODAY}, "включительно"),
            ({"publish_until": TODAY + 300 * DAY}, "убрать снимок с сайта сейчас"),
            ({"publish_until": TODAY, "consent_withdrawn_on": TODAY}, "не показывается: согласие отозвано"),
        ],
    )
    def test_says_how_things_stand(
        self, office: Client, make_image: MakeImage, fields: dict[str, Any], words: str
    ) -> None:
        image = make_image(**KEPT, **fields)

        page = office.get(f"/admin/images/{image.pk}/").content.decode()

        assert words in page
        assert f'value="{(TODAY - 10 * DAY).isoformat()}"' in page


class TestWithdrawal:
    def save(self, office: Client, image: Image, **fields: Any) -> None:
        office.post(f"/admin/images/{image.pk}/", {"title": "Занятие", **CONSENT, **fields})
        image.refresh_from_db()

    def test_hides_at_once_and_can_be_taken_back(
        self, office: Client, make_image: MakeImage, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        image = make_image(**KEPT, publish_until=TODAY + 100 * DAY)
        public = media / "public" / image.get_rendition("width-20").file.name

        with django_capture_on_commit_callbacks(execute=True):
            self.save(office, image, withdrawn="on")

        assert (image.consent_withdrawn_on, image.is_shown) == (TODAY, False)
        assert not public.exists()
        self.save(office, image)
        assert (image.consent_withdrawn_on, image.is_shown) == (None, True)

    def test_day_of_the_withdrawal_stays(self, office: Client, make_image: MakeImage) -> None:
        image = make_image(**KEPT, publish_until=TODAY, consent_withdrawn_on=TODAY - 5 * DAY)

        self.save(office, image, withdrawn="on")

        assert image.consent_withdrawn_on == TODAY - 5 * DAY

    def test_new_photo_is_not_asked(self, office: Client) -> None:
        assert "Согласие отозвано" not in office.get("/admin/images/add/").content.decode()

    def test_earlier_last_day_hides_at_once(
        self, office: Client, make_image: MakeImage, media: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        image = make_image(**KEPT, publish_until=TODAY + 100 * DAY)
        public = media / "public" / image.get_rendition("width-20").file.name

        with django_capture_on_commit_callbacks(execute=True):
            self.save(office, image, publish_until=(TODAY - DAY).isoformat())

        assert not image.is_shown
        assert not public.exists()


class TestLists:
    @pytest.fixture
    def photos(self, make_image: MakeImage) -> None:
        make_image(title="Старая")
        make_image(title="Кабинет", people=People.NOBODY)
        make_image(title="Долгая", **KEPT, publish_until=TODAY + 300 * DAY)
        make_image(title="Скорая", **KEPT, publish_until=TODAY + 30 * DAY)
        make_image(title="Прошлая", **KEPT, publish_until=TODAY - DAY)
        make_image(title="Отозванная", **KEPT, publish_until=TODAY, consent_withdrawn_on=TODAY)

    @pytest.mark.parametrize("layout", ["grid", "list"])
    def test_marks(self, office: Client, photos: None, layout: str) -> None:
        page = office.get(f"/admin/images/?layout={layout}").content.decode()

        assert page.count("photo-mark--over") == 2
        assert page.count("photo-mark--soon") == 1
        assert page.count("photo-mark--calm") == 1
        assert page.count("photo-mark--ask") == 1
        assert "дети, до" in page
        assert "срок истёк" in page
        assert "согласие отозвано" in page

    @pytest.mark.parametrize(
        ("showing", "titles"),
        [
            ("ending", {"Скорая"}),
            ("over", {"Прошлая", "Отозванная"}),
            ("unstated", {"Старая"}),
            ("children", {"Долгая", "Скорая", "Прошлая", "Отозванная"}),
        ],
    )
    def test_filter(self, office: Client, photos: None, showing: str, titles: set[str]) -> None:
        response = office.get(f"/admin/images/?showing={showing}")

        assert {image.title for image in response.context["object_list"]} == titles

    def test_hidden_photo_is_shown_to_staff_without_a_public_file(
        self, office: Client, photos: None, media: Path
    ) -> None:
        hidden = Image.objects.get(title="Прошлая")

        page = office.get("/admin/images/").content.decode()
        preview = f"/admin/images/{hidden.pk}/preview/max-165x165/"

        assert preview in page
        assert office.get(preview).status_code == 200
        assert Client().get(preview).status_code == 302
        assert not hidden.renditions.exists()

    def test_first_screen_tells_what_waits(self, office: Client, photos: None) -> None:
        page = office.get("/admin/").content.decode()

        assert "showing=ending" in page
        assert "showing=unstated" in page

    def test_first_screen_is_silent_when_all_is_well(self, office: Client, make_image: MakeImage) -> None:
        make_image(people=People.NOBODY)

        assert "home-photos-title" not in office.get("/admin/").content.decode()
