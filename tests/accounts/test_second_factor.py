"""The second step of signing in, whichever door somebody came through."""

import re
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.models import LoginRecord, User
from centers.models import Role
from centers.services.memberships import reset_second_factor
from tests.factories import CenterFactory, UserFactory, member

PASSWORD = "Lesnaya-polyana-2026"
STEP = "/admin/second-step/"
SET_UP = "/admin/security/second-factor/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def admin(db: None) -> User:
    user = UserFactory(admin=True, username="admin")
    user.set_password(PASSWORD)
    user.save()
    return user


def code_of(user: User, *, later: int = 0) -> str:
    """What the application on the telephone shows, `later` half-minutes from now."""
    device = TOTPDevice.objects.get(user=user)
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time() + later * device.step
    return f"{totp.token():06d}"


def enrol(user: User) -> list[str]:
    """Link a telephone; return the recovery codes."""
    browser = Client()
    browser.force_login(user, backend=BACKEND)
    browser.get(SET_UP)
    page = browser.post(SET_UP, {"code": code_of(user)}).content.decode()
    user.refresh_from_db()
    return re.findall(r"<code>([2-9a-z]{4}-[2-9a-z]{4})</code>", page)


def with_password(user: User) -> Client:
    browser = Client()
    response = browser.post(
        "/admin/login/", {"username": user.username, "password": PASSWORD, "next": "/admin/"}
    )
    assert response.status_code == 302
    return browser


def is_inside(browser: Client) -> bool:
    return browser.get("/admin/account/").status_code == 200


class TestSetUp:
    def test_key_and_codes(self, admin) -> None:
        browser = Client()
        browser.force_login(admin, backend=BACKEND)
        page = browser.get(SET_UP).content.decode()
        assert "<svg" in page
        assert second_factor.key_as_text(TOTPDevice.objects.get()) in page
        wrong = browser.post(SET_UP, {"code": "12"})
        assert "Код не подошёл" in wrong.content.decode()
        TOTPDevice.objects.update(throttling_failure_count=0)
        page = browser.post(SET_UP, {"code": code_of(admin)}).content.decode()
        codes = re.findall(r"<code>([2-9a-z]{4}-[2-9a-z]{4})</code>", page)
        assert len(codes) == second_factor.CODES
        stored = " ".join(StaticToken.objects.values_list("token", flat=True))
        assert codes[0].replace("-", "") not in stored
        assert is_inside(browser)

    def test_other_sessions_have_to_pass_the_step(self, admin) -> None:
        other = Client()
        other.force_login(admin, backend=BACKEND)
        enrol(admin)
        assert other.get("/admin/").url.startswith(STEP)


class TestStep:
    def test_password_alone_opens_nothing(self, admin) -> None:
        enrol(admin)
        browser = with_password(admin)
        for address in (
            "/admin/",
            "/admin/pages/",
            "/admin/api/main/pages/",
            "/admin/users/",
            "/admin/nothing/",
        ):
            assert browser.get(address).url.startswith(STEP), address
        browser.post("/admin/users/new/", {"username": "evil"})
        assert not User.objects.filter(username="evil").exists()
        assert browser.get("/admin/login/").url.startswith(STEP)
        assert browser.get("/admin/still/").json()["user"] is None

    def test_code_lets_in_once(self, admin) -> None:
        enrol(admin)
        browser = with_password(admin)
        code = code_of(admin, later=1)
        assert browser.post(STEP, {"code": f" {code[:3]} {code[3:]}"}).url == "/admin/"
        assert is_inside(browser)
        second = with_password(admin)
        assert "Код не подошёл" in second.post(STEP, {"code": code}).content.decode()
        assert not is_inside(second)

    def test_recovery_code_lets_in_once(self, admin) -> None:
        codes = enrol(admin)
        browser = with_password(admin)
        assert browser.post(STEP, {"code": codes[0].upper()}).status_code == 302
        assert is_inside(browser)
        again = with_password(admin)
        again.post(STEP, {"code": codes[0]})
        assert not is_inside(again)

    def test_wrong_codes_have_to_wait(self, admin) -> None:
        enrol(admin)
        browser = with_password(admin)
        for _attempt in range(8):
            browser.post(STEP, {"code": "000001"})
            TOTPDevice.objects.update(throttling_failure_timestamp=None)
        browser.post(STEP, {"code": "000001"})
        response = browser.post(STEP, {"code": code_of(admin, later=1)})
        assert response.status_code == 429
        assert "Подождите" in response.content.decode()
        assert not is_inside(browser)
        assert LoginRecord.objects.filter(user=admin, way="code", success=False).exists()

    def test_comes_before_the_new_password(self, admin) -> None:
        enrol(admin)
        admin.must_change_password = True
        admin.save()
        assert with_password(admin).get("/admin/").url.startswith(STEP)


class TestWhoMust:
    @pytest.mark.parametrize(
        ("role", "must"),
        [
            (Role.EDITOR, False),
            (Role.HEAD, False),
            (Role.MUNICIPAL, True),
            (Role.REGIONAL, True),
            (Role.NETWORK, True),
        ],
    )
    def test_coordinators_and_administrators(self, db, settings, role, must) -> None:
        center = CenterFactory()
        places = {Role.MUNICIPAL: center.municipality, Role.REGIONAL: center.region, Role.NETWORK: None}
        browser = Client()
        browser.force_login(member(role, places.get(role, center)), backend=BACKEND)
        assert is_inside(browser)
        settings.REQUIRE_SECOND_FACTOR = True
        assert is_inside(browser) is not must

    def test_administrator_is_led_to_set_up(self, admin, settings) -> None:
        settings.REQUIRE_SECOND_FACTOR = True
        browser = with_password(admin)
        assert browser.get("/admin/pages/").url.startswith(SET_UP)
        browser.get(SET_UP)
        browser.post(SET_UP, {"code": code_of(admin)})
        assert is_inside(browser)
        browser.post(f"{SET_UP}off/", {"password": PASSWORD})
        admin.refresh_from_db()
        assert admin.second_factor_at is not None


class TestChange:
    def test_asks_for_the_password(self, admin) -> None:
        codes = enrol(admin)
        browser = with_password(admin)
        browser.post(STEP, {"code": codes[0]})
        browser.post(f"{SET_UP}off/", {"password": "wrong"})
        admin.refresh_from_db()
        assert admin.second_factor_at is not None
        assert browser.get(SET_UP).url == "/admin/security/"
        browser.post(f"{SET_UP}off/", {"password": PASSWORD})
        admin.refresh_from_db()
        assert admin.second_factor_at is None
        assert not TOTPDevice.objects.exists()

    def test_another_telephone_and_new_codes(self, admin) -> None:
        codes = enrol(admin)
        browser = with_password(admin)
        browser.post(STEP, {"code": codes[0]})
        page = browser.post(f"{SET_UP}codes/", {"password": PASSWORD}).content.decode()
        assert codes[1] not in page
        assert browser.post(f"{SET_UP}replace/", {"password": PASSWORD}).url == SET_UP
        browser.get(SET_UP)
        new = TOTPDevice.objects.get(user=admin, confirmed=False)
        totp = TOTP(new.bin_key)
        totp.time = time.time()
        browser.post(SET_UP, {"code": f"{totp.token():06d}"})
        assert TOTPDevice.objects.get(user=admin).pk == new.pk
        assert is_inside(browser)


class TestLostTelephone:
    def test_somebody_above_takes_it_away(self, db) -> None:
        center = CenterFactory()
        head = member(Role.HEAD, center)
        enrol(head)
        reset_second_factor(head, by=member(Role.MUNICIPAL, center.municipality))
        head.refresh_from_db()
        assert head.second_factor_at is None

    def test_the_host_has_a_command(self, admin) -> None:
        enrol(admin)
        output = StringIO()
        call_command("reset_second_factor", "admin", stdout=output)
        assert "снят" in output.getvalue()
        admin.refresh_from_db()
        assert admin.second_factor_at is None
