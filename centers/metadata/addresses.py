"""The one address of a page, wherever it was asked for."""

from __future__ import annotations

import re
from functools import cache

from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from wagtail.models import Page, Site

#: The path of a page as it stands in the tree and in its address alike.
PLAIN = re.compile(r"[A-Za-z0-9_/-]*")


def roots_of_sites(request: HttpRequest) -> list:
    """Roots of all sites, the deepest first; read from the cache once for a request."""
    roots: list | None = getattr(request, "_roots_of_sites", None)
    if roots is None:
        roots = request._roots_of_sites = Site.get_site_root_paths()  # type: ignore[attr-defined]
    return roots


def canonical_url(page: Page, request: HttpRequest) -> str:
    """The address that search engines shall keep: on the page's own host, if its centre has one.

    A centre with a host of its own can be read below the network's address too. Empty for a page that
    stands below no site.
    """
    for root in roots_of_sites(request):
        if page.url_path and page.url_path.startswith(root.root_path):
            return f"{root.root_url}{_served(page.url_path[len(root.root_path) :])}"
    return ""


def link_to(page: Page, request: HttpRequest | None) -> str | None:
    """What `{% pageurl %}` says of a page, found once for each page that a response names.

    None for a page that stands below no site.
    """
    if request is None:
        return page.get_url()
    known: dict[str, str | None] | None = getattr(request, "_links_to_pages", None)
    if known is None:
        known = request._links_to_pages = {}  # type: ignore[attr-defined]
    if page.url_path not in known:
        known[page.url_path] = _link_to(page, request)
    return known[page.url_path]


def _link_to(page: Page, request: HttpRequest) -> str | None:
    roots = roots_of_sites(request)
    if len(roots) == 1 and page.url_path.startswith(roots[0].root_path):
        return _served(page.url_path[len(roots[0].root_path) :])
    return page.get_url(request=request)


def _served(rest: str) -> str:
    """The path at which the pages of the tree are served; `rest` is what stands below the root of a site."""
    if PLAIN.fullmatch(rest):
        return f"{_start(get_script_prefix())}{rest}"
    return reverse("wagtail_serve", args=[rest])


@cache
def _start(prefix: str) -> str:
    """Where the pages of the tree begin: Django tries long to find the address of an empty path."""
    return reverse("wagtail_serve", args=[""])


def host_of(page: Page, request: HttpRequest) -> str:
    """Scheme and host of the page's own address; of the request when it stands below no site."""
    for root in roots_of_sites(request):
        if page.url_path and page.url_path.startswith(root.root_path):
            return str(root.root_url)
    return f"{request.scheme}://{request.get_host()}"
