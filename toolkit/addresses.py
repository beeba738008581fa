"""Where a request comes from, behind a proxy or not."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

ANYBODY = "*"
#: Bits that an IPv6 network of one visitor has in common (RFC 6177).
ONE_VISITOR = 64


def _is_proxy(address: str) -> bool:
    """Whether the installation trusts the word of that address (`PROXY_ADDRESSES`)."""
    for trusted in settings.PROXY_ADDRESSES:
        if trusted == ANYBODY or ip_address(address) in ip_network(trusted, strict=False):
            return True
    return False


def client_address(request: HttpRequest) -> str | None:
    """Address of the visitor; None when nobody can say.

    `X-Forwarded-For` is read from its end and only as far as trusted proxies wrote it: what stands
    further left was sent by the visitor and may be anything.
    """
    address = _plain(request.META.get("REMOTE_ADDR", ""))
    steps = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    while address and steps and _is_proxy(address):
        before = _plain(steps.pop())
        if not before:
            break
        address = before
        if ANYBODY in settings.PROXY_ADDRESSES:
            break
    return address or None


def counted_as(address: str | None) -> str | None:
    """What tries from an address are counted by: a visitor with IPv6 has 2⁶⁴ of them, all in one network."""
    if address is None or ":" not in address:
        return address
    return str(ip_network(f"{address}/{ONE_VISITOR}", strict=False).network_address)


def counted_address(request: HttpRequest) -> str | None:
    """The same for the visitor of a request."""
    return counted_as(client_address(request))


def readable_host(host: str) -> str:
    """The name of a host as people know it: «точкароста.рф» for `xn--80aa2apclicg8b.xn--p1ai` (RFC 3490)."""
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


def readable_address(address: str) -> str:
    """An address to be typed from paper, with the name of its host as people know it."""
    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    return parts._replace(netloc=f"{readable_host(parts.hostname or '')}{port}").geturl()


def _plain(text: str) -> str:
    """The address in its usual form, without port or brackets; empty for what is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
