"""A password that is good for one thing: choosing another."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import User
from accounts.services import InactiveAccountError, issue_one_time_password, readable_password

FORM = "/admin/new-password/"
OWN = "Мой собственный 2026"


def printed(**options: Any) -> str:
    output = StringIO()
    call_command("one_time_password", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def password(db: None) -> str:
    return issue_one_time_password("admin")


@pytest.fixture
def browser(client: Client, password: str) -> Client:
    """Signed in with the one-time password."""
    assert client.login(username="admin", password=password)
    return client


class TestService:
    def test_password_can_be_read_out(self) -> None:
        assert re.fullmatch(r"([2-9a-hjkmnp-z]{4}-){2}[2-9a-hjkmnp-z]{4}", readable_password())

    def test_passwords_differ(self) -> None:
        assert len({readable_password() for _ in range(50)}) == 50

    def test_creates_an_administrator(self, password: str) -> None:
        user = get_user_model().objects.get(username="admin")

        assert user.check_password(password)
        assert (user.is_superuser, user.is_active, user.must_change_password) == (True, True, True)

    def test_somebody_who_is_there_keeps_their_rights(self, db: None) -> None:
        User.objects.create_user("petrova", password="old", last_name="Петрова")

        password = issue_one_time_password("petrova")

        user = User.objects.get(username="petrova")
        assert (user.is_superuser, user.last_name) == (False, "Петрова")
        assert user.check_password(password)
        assert user.must_change_password

    def test_signs_the_person_out_everywhere(self, client: Client, db: None) -> None:
        client.force_login(User.objects.create_superuser("admin"))

        issue_one_time_password("admin")

        assert client.get("/admin/").url.startswith("/admin/login/")

    def test_does_not_open_what_somebody_closed(self, db: None) -> None:
        User.objects.create_user("admin", is_active=False)

        with pytest.raises(InactiveAccountError):
            issue_one_time_password("admin")


class TestCommand:
    def test_prints_name_and_password(self, db: None) -> None:
        text = printed()

        password = re.search(r"Пароль:\s+(\S+)", text)
        assert password is not None
        assert User.objects.get(username="admin").check_password(password[1])
        assert "Имя для входа: admin" in text
        assert "одноразовый" in text

    def test_for_another_name(self, db: None) -> None:
        assert "petrova" in printed(username="petrova")
        assert User.objects.get().username == "petrova"

    def test_again_gives_another_one(self, db: None) -> None:
        assert printed() != printed()

    def test_if_absent(self, db: None) -> None:
        assert "Пароль:" in printed(if_absent=True)
        before = User.objects.get().password

        assert printed(if_absent=True) == ""
        assert User.objects.get().password == before

    def test_if_absent_does_not_double_an_administrator_of_another_name(self, db: None) -> None:
        User.objects.create_superuser("ivanova")

        assert printed(if_absent=True) == ""
        assert User.objects.count() == 1

    def test_closed_account_is_told_in_words(self, db: None) -> None:
        User.objects.create_user("admin", is_active=False)

        with pytest.raises(CommandError, match="отключена"):
            printed()

    def test_empty_name(self, db: None) -> None:
        with pytest.raises(CommandError, match="Укажите имя"):
            printed(username=" ")


class TestAdminIsClosed:
    @pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/users/", "/admin/nothing/"])
    def test_everything_leads_to_the_form(self, browser: Client, address: str) -> None:
        response = browser.get(address)

        assert response.status_code == 302
        assert response.url.startswith(FORM)
        assert "no-store" in response["Cache-Control"]

    def test_nothing_is_carried_out(self, browser: Client) -> None:
        browser.post("/admin/users/new/", {"username": "evil"})

        assert User.objects.count() == 1

    def test_way_out_is_open(self, browser: Client) -> None:
        assert browser.post("/admin/logout/").url == "/admin/login/"
        assert "sessionid" not in {name for name, cookie in browser.cookies.items() if cookie.value}

    @pytest.mark.parametrize("address", ["/admin/sprite/", "/admin/jsi18n/"])
    def test_what_the_form_needs_is_open(self, browser: Client, address: str) -> None:
        assert browser.get(address).status_code in {200, 302}
        assert FORM not in browser.get(address).get("Location", "")

    def test_others_do_not_notice(self, client: Client, db: None) -> None:
        client.force_login(User.objects.create_superuser("ivanova"))

        assert client.get("/admin/account/").status_code == 200
        assert client.get(FORM).url == "/admin/"

    def test_strangers_go_to_the_login(self, client: Client, db: None) -> None:
        assert client.get(FORM).url.startswith("/admin/login/")

    def test_person_without_access_does_not_run_in_circles(self, client: Client, db: None) -> None:
        client.force_login(User.objects.create_user("parent", must_change_password=True))

        response = client.get("/admin/", follow=True)

        assert response.status_code == 200
        assert len(response.redirect_chain) < 4

    def test_editor_without_all_rights_can_choose_a_password(self, client: Client, db: None) -> None:
        group = Group.objects.create(name="Школа")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        editor = User.objects.create_user("editor", must_change_password=True)
        editor.groups.add(group)
        client.force_login(editor)

        client.post(FORM, {"new_password1": OWN, "new_password2": OWN})

        editor.refresh_from_db()
        assert editor.check_password(OWN)


class TestForm:
    def test_page_says_what_to_do(self, browser: Client) -> None:
        page = browser.get(FORM).content.decode()

        assert "Придумайте свой пароль" in page
        assert "admin, вы вошли с одноразовым паролем" in page
        assert "Новый пароль ещё раз" in page
        assert "Выйти" in page

    def test_own_password_opens_the_admin(self, browser: Client) -> None:
        response = browser.post(FORM, {"new_password1": OWN, "new_password2": OWN})

        user = User.objects.get()
        assert response.url == "/admin/"
        assert (user.check_password(OWN), user.must_change_password) == (True, False)
        assert browser.get("/admin/account/").status_code == 200

    def test_and_leads_where_one_was_going(self, browser: Client) -> None:
        address = browser.get("/admin/users/?q=x").url

        page = browser.get(address).content.decode()
        response = browser.post(
            FORM, {"new_password1": OWN, "new_password2": OWN, "next": "/admin/users/?q=x"}
        )

        assert 'name="next" value="/admin/users/?q=x"' in page
        assert response.url == "/admin/users/?q=x"

    def test_but_never_to_another_host(self, browser: Client) -> None:
        fields = {"new_password1": OWN, "new_password2": OWN, "next": "https://evil.example/"}

        assert browser.post(FORM, fields).url == "/admin/"

    def test_same_password_is_refused(self, browser: Client, password: str) -> None:
        page = browser.post(FORM, {"new_password1": password, "new_password2": password}).content.decode()

        assert "Придумайте другой" in page
        assert User.objects.get().must_change_password

    @pytest.mark.parametrize(
        ("first", "second"), [("коротко", "коротко"), (OWN, "другой"), ("", ""), ("1234567890", "1234567890")]
    )
    def test_weak_or_mistyped_is_refused(self, browser: Client, first: str, second: str) -> None:
        response = browser.post(FORM, {"new_password1": first, "new_password2": second})

        assert response.status_code == 200
        assert User.objects.get().must_change_password


def test_login_page_is_russian(client: Client, db: None) -> None:
    page = client.get("/admin/login/").content.decode()

    assert "Имя для входа" in page
    assert "Пароль" in page
    assert "Password" not in page
