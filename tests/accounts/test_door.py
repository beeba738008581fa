"""Who is wrong too often waits; the others do not notice. Logins are written down, sessions are ended."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.conf import settings as project
from django.core.management import call_command
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts.devices import name_of_device
from accounts.models import LoginRecord, Sitting, User
from accounts.throttling import CROWD_LIMIT
from tests.factories import UserFactory

PASSWORD = "Lesnaya-polyana-2026"
SCHOOL = "203.0.113.7"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def anna(db: None) -> User:
    user = UserFactory(username="anna", admin=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name: str, password: str, address: str = SCHOOL, browser: Client | None = None):
    data = {"username": name, "password": password, "next": "/admin/"}
    return (browser or Client()).post("/admin/login/", data, REMOTE_ADDR=address, HTTP_USER_AGENT=FIREFOX)


def test_ten_wrong_passwords_close_the_name_at_the_address(anna) -> None:
    for _attempt in range(project.AXES_FAILURE_LIMIT - 1):
        assert "не подошли" in sign_in("anna", "wrong").content.decode()
    sign_in("anna", "wrong")
    closed = sign_in("anna", PASSWORD)
    assert closed.status_code == 429
    text = closed.content.decode()
    assert "Слишком много неудачных попыток" in text
    assert "15\u00a0минут" in text
    assert sign_in("anna", PASSWORD, "198.51.100.4").status_code == 302
    boris = UserFactory(username="boris")
    boris.set_password(PASSWORD)
    boris.save()
    assert sign_in("boris", PASSWORD).status_code == 302
    assert LoginRecord.objects.filter(user=anna, locked=True).exists()


def test_the_door_opens_again(anna) -> None:
    for _attempt in range(project.AXES_FAILURE_LIMIT):
        sign_in("anna", "wrong")
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=16))
    assert sign_in("anna", PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_a_crowd_of_names_closes_the_address_to_strangers_only(anna) -> None:
    assert sign_in("anna", PASSWORD).status_code == 302
    stranger = UserFactory(username="stranger")
    stranger.set_password(PASSWORD)
    stranger.save()
    AccessAttempt.objects.create(
        username="joke", ip_address=SCHOOL, user_agent="x", failures_since_start=CROWD_LIMIT
    )
    assert sign_in("stranger", PASSWORD).status_code == 429
    assert sign_in("anna", PASSWORD).status_code == 302
    assert sign_in("stranger", PASSWORD, "198.51.100.4").status_code == 302


def test_a_network_of_one_visitor_counts_as_one_address(anna) -> None:
    """Whoever has IPv6 has 2⁶⁴ addresses; each try may come from another one."""
    assert sign_in("anna", PASSWORD, "2001:db8:1:2::77").status_code == 302
    for number in range(project.AXES_FAILURE_LIMIT):
        sign_in("anna", "wrong", f"2001:db8:1:2:{number + 1:x}::5")
    closed = sign_in("anna", PASSWORD, "2001:db8:1:2:aaaa::1")
    assert closed.status_code == 429
    assert "15\u00a0минут" in closed.content.decode()
    assert sign_in("anna", PASSWORD, "2001:db8:1:3::1").status_code == 302
    assert LoginRecord.objects.filter(address="2001:db8:1:2:3::5").exists()  # the log has the address itself

    AccessAttempt.objects.all().delete()
    AccessAttempt.objects.create(
        username="joke", ip_address="2001:db8:1:2::", user_agent="x", failures_since_start=CROWD_LIMIT
    )
    UserFactory(username="stranger")
    assert sign_in("stranger", "wrong", "2001:db8:1:2::9").status_code == 429
    assert sign_in("anna", PASSWORD, "2001:db8:1:2::78").status_code == 302  # known there


def test_the_log_knows_people_and_no_strangers_words(anna) -> None:
    sign_in("anna", PASSWORD)
    sign_in("anna", "wrong")
    sign_in(PASSWORD, "typed into the wrong field")
    lines = LoginRecord.objects.order_by("pk").values_list("user__username", "success", "address", "device")
    assert list(lines) == [
        ("anna", True, SCHOOL, "Firefox, Windows"),
        ("anna", False, SCHOOL, "Firefox, Windows"),
        (None, False, SCHOOL, "Firefox, Windows"),
    ]
    assert PASSWORD not in str(list(LoginRecord.objects.values()))


def test_purging(anna) -> None:
    sign_in("anna", PASSWORD)
    old = LoginRecord.objects.create(way="password", success=True)
    LoginRecord.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=project.LOGINS_KEPT + 1))
    Sitting.objects.create(user=anna, session_key="gone")
    call_command("purge_logins", verbosity=0)
    assert LoginRecord.objects.count() == 1
    assert [one.user for one in Sitting.objects.all()] == [anna]


class TestSessions:
    def test_are_shown_and_ended(self, anna) -> None:
        here, there, third = Client(), Client(), Client()
        for browser in (here, there, third):
            sign_in("anna", PASSWORD, browser=browser)
        page = here.get("/admin/security/").content.decode()
        assert page.count("Firefox, Windows") >= 3
        assert "это вы сейчас" in page
        key = there.session.session_key
        here.post(f"/admin/security/sessions/{Sitting.objects.get(session_key=key).pk}/end/")
        assert there.get("/admin/").url.startswith("/admin/login/")
        assert third.get("/admin/account/").status_code == 200
        here.post("/admin/security/sessions/end/")
        assert third.get("/admin/").url.startswith("/admin/login/")
        assert here.get("/admin/account/").status_code == 200

    def test_of_others_are_left_alone(self, anna) -> None:
        theirs, mine = Client(), Client()
        sign_in("anna", PASSWORD, browser=theirs)
        mine.force_login(UserFactory(admin=True), backend="django.contrib.auth.backends.ModelBackend")
        assert mine.post(f"/admin/security/sessions/{anna.sittings.get().pk}/end/").status_code == 404
        assert theirs.get("/admin/account/").status_code == 200

    def test_a_new_password_keeps_the_row(self, anna) -> None:
        browser = Client()
        anna.must_change_password = True
        anna.save()
        sign_in("anna", PASSWORD, browser=browser)
        new = "Drugoj-parol-2026"
        browser.post("/admin/new-password/", {"new_password1": new, "new_password2": new})
        assert anna.sittings.get().session_key == browser.session.session_key


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/120 YaBrowser/24 Safari/537", "Яндекс Браузер, Android"),
        ("Mozilla/5.0 (iPhone; CPU) AppleWebKit Version/17 Mobile Safari/604", "Safari, iOS"),
        ("", "неизвестное устройство"),
    ],
)
def test_devices_are_named(agent: str, words: str) -> None:
    assert name_of_device(agent) == words
