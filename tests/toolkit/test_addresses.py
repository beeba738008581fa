"""The address of a visitor is what trusted proxies say, and never what the visitor says."""

import pytest
from django.test import RequestFactory

from toolkit.addresses import client_address, readable_address


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.7", "", "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.4", "198.51.100.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("::1", "[2001:db8::5]:4711", "2001:db8::5"),
        ("127.0.0.1", "::ffff:198.51.100.1", "198.51.100.1"),
        ("", "198.51.100.1", None),
    ],
)
def test_proxies_are_believed_and_nobody_else(settings, peer: str, forwarded: str, expected) -> None:
    settings.PROXY_ADDRESSES = ["127.0.0.1", "::1", "10.0.0.0/8"]
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=peer, **headers)
    assert client_address(request) == expected


def test_a_star_believes_one_step(settings) -> None:
    settings.PROXY_ADDRESSES = ["*"]
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 198.51.100.1")
    assert client_address(request) == "198.51.100.1"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://xn--80aa2apclicg8b.xn--p1ai/p/", "https://точкароста.рф/p/"),
        ("http://127.0.0.1:8000/p", "http://127.0.0.1:8000/p"),
        ("https://tochka.example.ru/?a=1", "https://tochka.example.ru/?a=1"),
    ],
)
def test_an_address_on_paper_is_as_people_type_it(address: str, shown: str) -> None:
    assert readable_address(address) == shown
