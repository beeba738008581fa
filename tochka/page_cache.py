"""Which addresses are kept as whole pages, how they are made, and who is asked first (ADR-0032)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from wagtail.models import Page, Site, get_page_models

from centers.models import Municipality, Region
from centers.purging import tags
from centers.purging.places import place_of_center, place_of_path
from centers.purging.tags import Place
from tochka.compression import RAW, CompressionMiddleware
from tochka.settings.environment import BASE_DIR
from toolkit.compressing import SMALLEST, TEXTS, compressed
from toolkit.pagecache import watching
from toolkit.pagecache.answers import answer
from toolkit.pagecache.asked import Asked, asked
from toolkit.pagecache.entries import Entry
from toolkit.pagecache.rules import kinds_of
from toolkit.pagecache.store import is_on, store
from toolkit.pagecache.wsgi import ASKED

_LIST = frozenset({"page", "year", "kind"})
_TIMETABLE = frozenset({"view", "week", "date", "class", "teacher", "room"})
_PROGRAMS = frozenset({"direction", "kind", "class", "age", "day", "form", "open", "page"})
#: Addresses whose pages are kept, with the parts of a question that they read. Words that people type («q»)
#: are not among them: there is no end to them.
KEPT: dict[str, frozenset[str]] = {
    "wagtail_serve": _LIST | _TIMETABLE | _PROGRAMS,
    "numbers": frozenset(),
    "program_catalogue": _PROGRAMS,
    "document_list_file": frozenset({"kind", "year"}),
    "event_plan": _LIST,
    "event_list_file": frozenset(),
    "event_file": frozenset(),
    "news_feed": frozenset(),
    "timetable_feed": frozenset(),
    "robots": frozenset(),
    "sitemap": frozenset(),
    "sitemap_part": frozenset(),
    "school_section_html": frozenset(),
    "school_section_json": frozenset(),
    "document_card": frozenset(),
    "site_map": frozenset(),
    "privacy_policy": frozenset(),
    "feedback_consent": frozenset(),
    "feedback_consent_version": frozenset(),
}
#: All other public addresses, and why they are not kept.
NOT_KEPT: dict[str, str] = {
    "healthz": "says how things are now",
    "readyz": "says how things are now",
    "metrics": "says how things are now",
    "invite_short": "leads on",
    "center_short": "leads on",
    "document_preview": "a file",
    "document_signature": "a file",
    "document_file": "a file",
    "library_document": "leads on",
    "library_file": "a file",
    "library_rendition": "a file",
    "wagtaildocs_serve": "leads on",
    "wagtaildocs_authenticate_with_password": "a form",
    "search": "there is no end to what people look for",
    "vision": "settings of one visitor",
    "feedback_ask": "a form with a mark of its own for each visitor",
    "feedback_receipt": "known to one visitor",
}
REVALIDATE = "public, no-cache"
LARGEST = 2 * 1024 * 1024  # bytes of a page as it is
#: What asks for another answer than the whole page; made from the kept page afterwards.
CONDITIONS = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)
#: Settings that pages show or that their headers come from.
SETTINGS_IN_PAGES = (
    "SITE_ADDRESS", "ALLOWED_HOSTS", "SEARCH_ENGINES", "HTTPS", "DEBUG", "SECRET_KEY", "STATIC_URL",
    "MEDIA_URL", "USE_X_ACCEL", "SECURE_HSTS_SECONDS", "HSTS_SUBDOMAINS", "SECURE_REFERRER_POLICY",
    "X_FRAME_OPTIONS", "CONTENT_SECURITY_POLICY", "PERMISSIONS_POLICY", "WAGTAIL_SITE_NAME", "TIME_ZONE",
)  # fmt: skip


@cache
def salt() -> str:
    """Changes with the code, the templates and the settings: pages of another release are never taken.

    Two servers with the same release and settings share their pages; two installations never do.
    """
    digest = hashlib.blake2b(digest_size=16)
    root = BASE_DIR
    rooms = [path.parent for path in root.glob("*/__init__.py") if path.parent.name not in {"tests", "bench"}]
    files = [path for room in rooms for path in room.rglob("*.py")]
    for folder in ("templates", "static", "locale"):
        files += [path for path in (root / folder).rglob("*") if path.is_file()]
    for path in sorted([*files, root / "requirements.txt"]):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for name in SETTINGS_IN_PAGES:
        digest.update(f"{name}={getattr(settings, name, None)!r}\n".encode())
    database = settings.DATABASES["default"]
    digest.update(repr([database.get(name) for name in ("ENGINE", "HOST", "PORT", "NAME")]).encode())
    return digest.hexdigest()


class PageCacheMiddleware:
    """Keep the answers of `KEPT` addresses and answer with what is kept; outermost of all.

    Behind `PageCacheApplication` a request comes here only when its page has to be made. In tests, and under
    a server that knows no such application, it is looked up here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_on():
            return self.get_response(request)
        environ = request.META
        was_looked_up = ASKED in environ
        wanted: Asked | None = environ.get(ASKED) if was_looked_up else _asked(environ)
        names = _names_kept(request) if wanted is not None else None
        if wanted is None or names is None or not wanted.names <= names:
            return self.get_response(request)
        if not was_looked_up:
            entry = store().get(wanted.key, has_query=wanted.has_query)
            if entry is not None:
                return _response(entry, environ)
        return self._make(request, wanted)

    def _make(self, request: HttpRequest, wanted: Asked) -> HttpResponseBase:
        conditions = {name: request.META.pop(name) for name in CONDITIONS if name in request.META}
        request.META[RAW] = True
        began, epoch = store().stamps.now(), store().stamps.epoch()
        with watching.recording() as made:
            response = self.get_response(request)
        del request.META[RAW]
        request.META.update(conditions)
        if not can_be_kept(response):
            return CompressionMiddleware(lambda _request: response)(request)
        assert isinstance(response, HttpResponse)  # noqa: S101 - `can_be_kept` has looked
        place, kinds = scope_of(made)
        handles = store().stamps.handles(sorted(tags.depended_on(place, kinds)))
        entry = entry_of(response, wanted, epoch=epoch, began=began, until=next_day(place), handles=handles)
        if began and epoch:
            store().put(wanted.key, entry, has_query=wanted.has_query)
        return _response(entry, request.META)


def _asked(environ: dict[str, Any]) -> Asked | None:
    return asked(environ, salt(), urlsplit(settings.SITE_ADDRESS).port)


def _names_kept(request: HttpRequest) -> frozenset[str] | None:
    """The parts of a question that the view of this address reads; None when its pages are not kept."""
    try:
        return KEPT.get(resolve(request.path_info).url_name or "")
    except Resolver404:
        return None


def can_be_kept(response: HttpResponseBase) -> bool:
    """Whether the answer is a whole text that is the same for everybody."""
    if response.status_code != 200 or response.streaming or not isinstance(response, HttpResponse):
        return False
    control = response.get("Cache-Control", "").lower()
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        not response.cookies
        and not {"private", "no-store"} & {part.strip() for part in control.split(",")}
        and vary <= {"", "accept-encoding"}
        and "X-Accel-Redirect" not in response
        and "Content-Encoding" not in response
        and "Set-Cookie" not in response
        and bool(TEXTS.match(response.get("Content-Type", "")))
        and len(response.content) <= LARGEST
    )


def scope_of(made: watching.Recording) -> tuple[Place, set[str]]:
    """The place that a page stands for, and the kinds of rows that it was made of."""
    places = {_place(one) for one in made.notes}
    kinds = kinds_of(made.framed - {Page._meta.db_table}) | {tags.PLACE}
    for tables in made.queries:
        kinds |= kinds_of(tables - {Page._meta.db_table})
        if Page._meta.db_table in tables and not tables & _page_tables():
            kinds |= set(tags.PAGE_KINDS)
    if Page._meta.db_table in made.listed:  # pages of all types, whatever types a condition asks for
        kinds |= set(tags.PAGE_KINDS)
    return (places.pop() if len(places) == 1 else tags.NETWORK), kinds


def _place(noted: Any) -> Place:
    return place_of_path(noted) if isinstance(noted, str) else place_of_center(noted)


@cache
def _page_tables() -> frozenset[str]:
    """Tables that say which pages are asked for beside the one of all types: a site joins its root."""
    own = {model._meta.db_table for model in get_page_models()} - {Page._meta.db_table}
    return frozenset(own | {Site._meta.db_table})


def next_day(place: Place) -> float:
    """The next midnight by which something of the place may begin or end (seconds since 1970).

    Documents and photos go by the site's time, timetables by their centre's. For many centres the next full
    hour is the midnight of one of them: all zones of the country are whole hours apart.
    """
    now = timezone.now()
    if place.region is None:
        return (now.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)).timestamp()
    zones = {settings.TIME_ZONE, *_zones(place)}
    return min(_midnight(now, ZoneInfo(zone)) for zone in zones)


def _zones(place: Place) -> list[str]:
    if place.municipality is not None:
        row = Municipality.objects.select_related("region").filter(pk=place.municipality).first()
        return [row.zone] if row else []
    region = Region.objects.filter(pk=place.region or 0).first()
    zones = Municipality.objects.filter(region=place.region).select_related("region")
    return [*{row.zone for row in zones}, *([region.time_zone] if region else [])]


def _midnight(now: dt.datetime, zone: ZoneInfo) -> float:
    day = now.astimezone(zone).date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time.min, tzinfo=zone).timestamp()


def entry_of(
    response: HttpResponse, wanted: Asked, *, epoch: str, began: int, until: float, handles: list[Any]
) -> Entry:
    """The answer as it is kept: with every header it was given, in each coding."""
    content = response.content
    is_text = len(content) >= SMALLEST
    response.setdefault("Cache-Control", REVALIDATE)
    if is_text:
        patch_vary_headers(response, ["Accept-Encoding"])
    own = {"etag", "content-length", "last-modified", "content-encoding"}
    headers = [(name, value) for name, value in response.items() if name.lower() not in own]
    digest = hashlib.blake2b(content + repr(sorted(headers)).encode(), digest_size=12).hexdigest()
    changed = store().changed_since(wanted.key, digest, has_query=wanted.has_query)
    if changed is None:
        changed = int(timezone.now().timestamp()) + 1
    return Entry(
        epoch,
        began,
        until,
        handles,
        headers,
        digest,
        changed,
        plain=b"" if is_text else content,
        zipped=compressed(content, "gzip") if is_text else b"",
        brotli=compressed(content, "br") if is_text else b"",
    )


def _response(entry: Entry, environ: dict[str, Any]) -> HttpResponse:
    status, headers, body = answer(entry, environ)
    response = HttpResponse(body, status=status)
    del response["Content-Type"]
    for name, value in headers:
        response[name] = value
    return response
