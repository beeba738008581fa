"""Names of people, and the screens where they are edited."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from accounts.models import User
from tests.centers.screens import soup_of
from tests.factories import UserFactory

SPACE = "\xa0"
PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss", last_name="Смирнова", first_name="Ольга")


@pytest.fixture
def office(boss: User) -> Client:
    client = Client()
    client.force_login(boss)
    return client


def test_model_is_the_one_of_django() -> None:
    assert get_user_model() is User


@pytest.mark.parametrize(
    ("names", "short", "full"),
    [
        (("Петрова", "Анна", "Ивановна"), f"Петрова{SPACE}А.{SPACE}И.", "Петрова Анна Ивановна"),
        (("Петрова", "анна", ""), f"Петрова{SPACE}А.", "Петрова анна"),
        (("Петрова", "", ""), "Петрова", "Петрова"),
        (("", "Анна", "Ивановна"), "Анна", "Анна Ивановна"),
        (("", "", ""), "login", ""),
    ],
)
def test_names(names: tuple[str, str, str], short: str, full: str) -> None:
    last, first, patronymic = names
    person = User(username="login", last_name=last, first_name=first, patronymic=patronymic)

    assert person.display_name == str(person) == short
    assert person.get_full_name() == full


def test_polite_address() -> None:
    assert User(first_name="Анна", patronymic="Ивановна").get_short_name() == "Анна Ивановна"


class TestScreens:
    FIELDS = {
        "username": "petrova",
        "email": "petrova@example.org",
        "first_name": "Анна",
        "last_name": "Петрова",
        "patronymic": "Ивановна",
        "password1": "длинный пароль 42",
        "password2": "длинный пароль 42",
    }

    def test_list(self, office: Client) -> None:
        assert "Смирнова Ольга" in office.get("/admin/users/").content.decode()

    def test_new_person_form(self, office: Client) -> None:
        page = office.get("/admin/users/new/").content.decode()

        assert "Отчество" in page
        assert "Сменить пароль при входе" in page
        assert re.search(r'<input [^>]*name="must_change_password"[^>]* checked', page)

    def test_new_person(self, office: Client) -> None:
        response = office.post("/admin/users/new/", {**self.FIELDS, "must_change_password": "on"})

        person = User.objects.get(username="petrova")
        assert response.status_code == 302
        assert (person.patronymic, person.must_change_password) == ("Ивановна", True)

    def test_edit(self, office: Client) -> None:
        person = User.objects.create_user("petrova", must_change_password=True)
        fields = {**self.FIELDS, "password1": "", "password2": "", "is_active": "on"}

        page = office.get(f"/admin/users/edit/{person.pk}/").content.decode()
        office.post(f"/admin/users/edit/{person.pk}/", fields)

        person.refresh_from_db()
        assert "Отчество" in page
        assert (person.patronymic, person.must_change_password) == ("Ивановна", False)

    def test_nobody_asks_themselves_for_a_new_password(self, office: Client, boss: User) -> None:
        page = office.get(f"/admin/users/edit/{boss.pk}/").content.decode()

        assert "Отчество" in page
        assert "must_change_password" not in page

    def test_own_account(self, office: Client, boss: User) -> None:
        page = office.get("/admin/account/").content.decode()
        response = office.post(
            "/admin/account/",
            {
                "name_email-first_name": "Ольга",
                "name_email-last_name": "Смирнова",
                "patronymic-patronymic": "Петровна",
                "patronymic-email": "boss@example.org",
                "locale-current_time_zone": "Europe/Moscow",
                "theme-theme": "system",
                "theme-density": "default",
                "theme-contrast": "system",
                "theme-keyboard_shortcuts": "on",
                **{f"notifications-{kind}_notifications": "on" for kind in ("submitted", "approved")},
            },
        )

        boss.refresh_from_db()
        assert "Отчество" in page
        assert response.status_code == 302
        assert (boss.patronymic, boss.email) == ("Петровна", "boss@example.org")

    def test_account_of_a_person_without_an_address(self, db: None) -> None:
        person = User.objects.create_user("petrova", password="прежний пароль 41", email="")
        person.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get("/admin/account/")
        form = {
            "name_email-first_name": "Анна",
            "name_email-last_name": "Петрова",
            "patronymic-patronymic": "Ивановна",
            "patronymic-email": "",
            "theme-theme": "dark",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
            "password-old_password": "прежний пароль 41",
            "password-new_password1": "новый длинный пароль 42",
            "password-new_password2": "новый длинный пароль 42",
        }
        response = client.post("/admin/account/", form)

        person.refresh_from_db()
        said = page.content.decode()
        assert said.count('type="email"') == 1
        assert "Если почты нет" in said
        assert response.status_code == 302
        assert (person.get_full_name(), person.email) == ("Петрова Анна Ивановна", "")
        assert person.check_password("новый длинный пароль 42")
        assert UserProfile.get_for_user(person).theme == "dark"

    def test_administrator_makes_people_without_an_address(self, office: Client) -> None:
        response = office.post("/admin/users/new/", {**self.FIELDS, "email": ""})

        assert response.status_code == 302
        assert User.objects.get(username="petrova").email == ""


class TestPictures:
    @pytest.fixture
    def pictured(self, boss: User, settings: Any, tmp_path: Path) -> User:
        settings.MEDIA_ROOT = tmp_path
        profile = UserProfile.get_for_user(boss)
        profile.avatar.save("me.gif", SimpleUploadedFile("me.gif", PIXEL))
        return boss

    def test_admin_shows_them(self, office: Client, pictured: User) -> None:
        assert f"/admin/avatars/{pictured.pk}/" in office.get("/admin/account/").content.decode()

    def test_staff_see_them(self, office: Client, pictured: User) -> None:
        response: Any = office.get(f"/admin/avatars/{pictured.pk}/")

        assert response["Content-Type"] == "image/gif"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(response) == PIXEL

    def test_the_public_does_not(self, client: Client, pictured: User) -> None:
        assert client.get(f"/admin/avatars/{pictured.pk}/").status_code == 302

    def test_nothing_but_pictures(self, office: Client, pictured: User) -> None:
        profile = UserProfile.get_for_user(pictured)
        profile.avatar.name = "avatar_images/page.html"
        profile.save()

        assert office.get(f"/admin/avatars/{pictured.pk}/").status_code == 404

    def test_lost_one(self, office: Client, pictured: User) -> None:
        profile = UserProfile.get_for_user(pictured)
        profile.avatar.storage.purge(profile.avatar.name)

        assert office.get(f"/admin/avatars/{pictured.pk}/").status_code == 404

    def test_person_without_one(self, office: Client, boss: User) -> None:
        assert office.get(f"/admin/avatars/{boss.pk}/").status_code == 404


@pytest.mark.django_db
def test_time_zones_of_an_account_are_named_in_russian(client: Client) -> None:
    client.force_login(UserFactory(admin=True))
    page = soup_of(client.get(reverse("wagtailadmin_account")))
    zones = page.select("select[name$=current_time_zone] option")
    assert [zone.text.strip() for zone in zones][:3] == ["как у сайта", "Калининград, МСК−1", "Москва, МСК"]
    assert len(zones) == 1 + len(settings.WAGTAIL_USER_TIME_ZONES)
    assert not [zone for zone in zones if re.search("[a-z]", zone.text)]
