"""The list of documents for programs: RSS and Atom of what is new, CSV and JSON of a centre's list.

They stand beside the page that they belong to: `…/dokumenty/dokumenty.csv`. A region and a
municipality have feeds only. `docs/document-lists.md` describes the fields.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from centers.models import CenterDocument, DocumentsPage, MunicipalityPage, RegionPage
from centers.models.document_list import Asked
from centers.models.pages.base import find_page
from centers.views import document_feeds, document_tables

TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
FEEDS = ("rss", "atom")
FIRST_DAY = dt.datetime(2019, 1, 1, tzinfo=dt.UTC)  # of the first centres


@dataclass(frozen=True, slots=True)
class Place:
    """A page that has a list of documents.

    `rows` are all documents of the place, `documents` those that the public may see.
    """

    page: Page
    name: str
    address: str
    rows: QuerySet[CenterDocument]
    documents: QuerySet[CenterDocument]

    @property
    def is_center(self) -> bool:
        return isinstance(self.page, DocumentsPage)

    def last_change(self) -> dt.datetime:
        """When what the list says last became different (UTC).

        A document was changed, hidden or deleted, its file replaced, or a day came that begins or
        ends its validity; or the place got another name.
        """
        today = timezone.localdate()
        found = self.rows.aggregate(
            row=Max("updated_at"),
            file=Max("document__versions__at"),
            begun=Max("valid_from", filter=Q(valid_from__lte=today)),
            ended=Max("valid_until", filter=Q(valid_until__lt=today)),
        )
        times = [found["row"], found["file"], self.page.latest_revision_created_at, FIRST_DAY]
        times += [_midnight(found["begun"], 0), _midnight(found["ended"], 1)]
        if self.is_center:
            times += [self.page.center.updated_at, self.page.center.school.updated_at]
        return max(time for time in times if time)


def _midnight(day: dt.date | None, later: int) -> dt.datetime | None:
    """The beginning of a day, or of a later one, where the site is."""
    return day and timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=later), dt.time.min))


def place_of(page: Page, request: HttpRequest) -> Place:
    """The place of a published page.

    Raises `Http404` for pages without a list of documents. The whole network has none: its newest
    documents cannot be told without reading all of them.
    """
    rows, address = CenterDocument.objects.all(), page.get_url(request)
    if isinstance(page, DocumentsPage):
        rows = rows.of(page.center)
        name = f"{page.center.title}, {page.center.place_name}"
        return Place(page, name, address, rows, rows.published())
    if isinstance(page, MunicipalityPage):
        rows = rows.filter(center__municipality=page.municipality_id)
    elif isinstance(page, RegionPage):
        rows = rows.filter(center__municipality__region=page.region_id)
    else:
        raise Http404
    return Place(page, page.title, address, rows, rows.shown_below(page))


@require_safe
def document_list_file(request: HttpRequest, path: str, form: str) -> HttpResponseBase:
    """The documents of the page at `path` as `form`: rss, atom, csv or json.

    The last two take `kind` and `year` as the page does. Raises `Http404` for pages without the list.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    place = place_of(find_page(site.root_page, [part for part in path.split("/") if part]), request)
    if form not in FEEDS and not place.is_center:
        raise Http404
    changed = place.last_change()
    return _answer(request, _body(request, place, form, changed), form, int(changed.timestamp()))


def _body(request: HttpRequest, place: Place, form: str, changed: dt.datetime) -> bytes:
    absolute = request.build_absolute_uri
    if form in FEEDS:
        return document_feeds.feed(place, form, changed, absolute)
    asked = Asked.of(request.GET)
    rows = [row for document, row in document_tables.rows_of(place, absolute) if asked.fits(document)]
    write = document_tables.as_csv if form == "csv" else document_tables.as_json
    return write(place, rows, absolute)


def _answer(request: HttpRequest, body: bytes, form: str, changed: int) -> HttpResponseBase:
    """The body, or 304 when the reader has it already; `changed` in seconds.

    Caches ask each time, so nothing that was hidden stays in them.
    """
    etag = f'"{hashlib.blake2s(body, digest_size=12).hexdigest()}"'
    response = HttpResponse(body, content_type=TYPES[form])
    response["ETag"] = etag
    response["Last-Modified"] = http_date(changed)
    response["Cache-Control"] = "public, no-cache"
    if form == "csv":
        response["Content-Disposition"] = 'attachment; filename="dokumenty.csv"'
    return get_conditional_response(request, etag, changed, response)
