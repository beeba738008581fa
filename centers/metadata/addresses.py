"""The one address of a page, wherever it was asked for."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site


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
            path = reverse("wagtail_serve", args=[page.url_path[len(root.root_path) :]])
            return f"{root.root_url}{path}"
    return ""


def host_of(page: Page, request: HttpRequest) -> str:
    """Scheme and host of the page's own address; of the request when it stands below no site."""
    for root in roots_of_sites(request):
        if page.url_path and page.url_path.startswith(root.root_path):
            return str(root.root_url)
    return f"{request.scheme}://{request.get_host()}"
