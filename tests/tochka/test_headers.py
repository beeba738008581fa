"""What every answer carries: the policies, and nothing that lets a stranger in."""

from unittest import mock

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_public_pages_allow_no_inline_script(client: Client) -> None:
    policy = client.get("/no-such-page/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_the_admin_has_a_policy_of_its_own_that_asks_no_other_host(client: Client) -> None:
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in policy
    assert "object-src 'none'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("address", ["/", "/poisk/", "/admin/login/", "/healthz", "/no-such-page/"])
def test_a_form_in_letters_of_another_kind_is_not_understood(address: str) -> None:
    """The protection of forms reads it, and must not fail once more when it tells so."""
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies["csrftoken"] = "a" * 32
    kind = "application/x-www-form-urlencoded; charset=koi8-r"
    answer = browser.generic("POST", address, b"a=1", content_type=kind)
    assert answer.status_code == 400
    assert "Сайт не понял запрос" in answer.content.decode()


@pytest.mark.parametrize("address", ["/no-such-page/", "/admin/login/", "/healthz"])
def test_every_answer_is_guarded(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "camera=()" in response["Permissions-Policy"]
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_health_is_good_when_database_and_cache_answer(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("owner", "name", "error"),
    [
        (connection, "cursor", OperationalError("database on db.example.ru is away")),
        (cache, "set", OSError("full")),
    ],
)
def test_health_is_bad_and_tells_no_reason(
    client: Client, owner: object, name: str, error: Exception
) -> None:
    with mock.patch.object(owner, name, side_effect=error):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (503, b"unavailable\n")


def test_health_can_be_asked_without_https(client: Client, settings: object) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/")["Location"].startswith("https://")
