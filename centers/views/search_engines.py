"""What robots ask of a host first: robots.txt and the sitemaps."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from centers.metadata import sitemaps
from centers.metadata.answers import answer
from centers.metadata.indexing import may_be_indexed
from centers.metadata.sitemaps import SitemapOfHost

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
HOUR = "public, max-age=3600"
MOST_PARTS = 50_000  # of an index, by the standard; larger numbers are no part of ours

OPEN = """User-agent: *
Disallow: /admin/
Disallow: /invite/
Disallow: {search}?q=
Disallow: /*?q=
Disallow: /*&q=
Clean-param: utm_source&utm_medium&utm_campaign&utm_content&utm_term&yclid&ysclid&gclid&fbclid&_openstat

Sitemap: {address}{index}
"""
#: Nothing is disallowed: a robot that may not read a page never learns that it shall not keep it.
CLOSED = """# Этот сайт закрыт от поисковых систем: каждая страница отвечает «noindex».
User-agent: *
Disallow: /admin/
"""


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site


@require_safe
def robots(request: HttpRequest) -> HttpResponseBase:
    """What robots may read on this host."""
    if not may_be_indexed():
        return answer(request, CLOSED, TEXT, HOUR)
    address = _site(request).root_url
    text = OPEN.format(search=reverse("search"), address=address, index=reverse("sitemap"))
    return answer(request, text, TEXT, HOUR)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponseBase:
    """The parts of this host's sitemap."""
    of_host = SitemapOfHost(_site(request))
    return answer(request, sitemaps.index_xml(of_host.address, of_host.parts()), XML, HOUR)


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> HttpResponseBase:
    """One part. Raises `Http404` for a part with nothing in it."""
    if number >= MOST_PARTS:
        raise Http404
    entries = SitemapOfHost(_site(request)).entries(kind, number)
    if not entries:
        raise Http404
    return answer(request, sitemaps.part_xml(entries), XML, HOUR)
