"""Where the settings stand, and the way back from them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 1000  # characters; a longer address returns without its question
HOME = "/"


def settings_address() -> str:
    """Where the settings stand; empty when the installation has no such address (a test's, for one)."""
    try:
        return reverse("vision")
    except NoReverseMatch:
        return ""


def own_address(request: HttpRequest) -> str:
    """The address of this request, to return to."""
    full = request.get_full_path()
    return full if len(full) <= LONGEST else request.path[:LONGEST]


def settings_link(request: HttpRequest | None) -> str:
    """The address of the settings that know the way back to this page."""
    address = settings_address()
    if not address or request is None or request.path == address:
        return address
    return f"{address}?back={quote(own_address(request))}"


def safe_return(address: str) -> str:
    """`address` when it is a page of this very host, else the first page.

    Only a path is taken: never a scheme, a host or what some browser takes for one.
    """
    is_ours = (
        address.startswith(HOME)
        and len(address) <= LONGEST
        and address.isprintable()
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        and urlsplit(address).path != settings_address()
    )
    return address if is_ours else HOME


def way_back(request: HttpRequest) -> str:
    """Where a visitor came to the settings from: what the form or the link says, or the page before."""
    told = request.POST.get("back") or request.GET.get("back")
    if told:
        return safe_return(told)
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return HOME
    return safe_return(f"{before.path}?{before.query}" if before.query else before.path)


def is_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this host, as far as the browser tells.

    Stands in for the token of forms: that would be a second cookie, for something that harms nobody.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
