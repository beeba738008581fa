"""Files for the school's own site: what it must say of the centre, as HTML and as JSON."""

import json

from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from centers.frame import is_on_host, published_ancestors
from centers.metadata.addresses import canonical_url, host_of
from centers.metadata.answers import answer
from centers.metadata.indexing import HEADER
from centers.metadata.school_section import SchoolSection, school_section
from centers.models import CenterPage
from toolkit.pagecache import watching

HTML = "text/html; charset=utf-8"
JSON = "application/json"
#: Five minutes: what was hidden leaves the copies of others as soon.
CACHE = "public, max-age=300"
TEMPLATE = "centers/school_section.html"


def published_page(center_id: int, request: HttpRequest) -> CenterPage:
    """The page of the centre of that number, as this host shows it.

    Raises `Http404` for unknown, deleted and hidden centres, and for those of another host.
    """
    if center_id > BigIntegerField.MAX_BIGINT:
        raise Http404
    kept = CenterPage.detail_queryset().filter(live=True, center__deleted_at__isnull=True)
    page = kept.filter(center__pk=center_id).first()
    if page is None or not is_on_host(page, request) or published_ancestors(page) is None:
        raise Http404
    watching.note(page.path)
    return page


def short_address(page: CenterPage, request: HttpRequest) -> str:
    """The permanent address of the centre on its own host: «https://…/c/12/»."""
    return host_of(page, request) + reverse("center_short", args=[page.center_id])


def section_of(page: CenterPage, request: HttpRequest) -> SchoolSection:
    """The section with addresses of the centre's own host."""
    root = host_of(page, request)
    base = canonical_url(page, request)

    def absolute(address: str) -> str:
        # Wagtail gives the pages of a network with several hosts whole addresses already.
        return address if "://" in address else f"{root if address else base}{address}"

    return school_section(page, short_address(page, request), absolute)


def as_html(section: SchoolSection) -> str:
    """The part of a page that a school puts into its own: no style, no script."""
    lines = render_to_string(TEMPLATE, {"section": section}).splitlines()
    return "\n".join(line for line in lines if line.strip()) + "\n"


@require_safe
def section_html(request: HttpRequest, center_id: int) -> HttpResponseBase:
    """The section as a part of a page. Raises `Http404` as `published_page` does."""
    section = section_of(published_page(center_id, request), request)
    response = answer(request, as_html(section), HTML, CACHE)
    response[HEADER] = "noindex"  # it belongs to the school's page
    return response


@require_http_methods(["GET", "HEAD", "OPTIONS"])
def section_json(request: HttpRequest, center_id: int) -> HttpResponseBase:
    """The section as JSON that pages of any host may read. Raises `Http404` as `published_page` does."""
    page = published_page(center_id, request)
    if request.method == "OPTIONS":  # a browser asks first when a page sends If-None-Match
        response: HttpResponseBase = HttpResponse(status=204)
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "If-None-Match"
        response["Access-Control-Max-Age"] = "86400"
    else:
        body = json.dumps(section_of(page, request).plain(), ensure_ascii=False, indent=1)
        response = answer(request, body, JSON, CACHE)
        response["Access-Control-Expose-Headers"] = "ETag"
    response["Access-Control-Allow-Origin"] = "*"
    return response
