"""Sitemaps of a host (sitemaps.org): an index, and parts that each cover a span of row numbers.

A span of numbers is found by the primary key, so a part costs the same at its place in a network of any
size, and an added page changes one part only. The index of the network's own host asks whether each
span has anything in it; that of a part of the network looks through the index of paths below its root.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from django.urls import reverse
from wagtail.models import Page, Site

from centers.links import LEVELS, hidden
from centers.models import CenterDocument, HomePage
from centers.models.pages.base import BasePage

SPAN = 10_000  # row numbers in a part; the standard allows 50,000 addresses
PAGES, DOCUMENTS, ROUTES = "pages", "documents", "site"
KINDS = (PAGES, DOCUMENTS)
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

#: Names of public addresses that stand outside of the tree on every host.
_routes = ["site_map", "privacy_policy"]
#: Names of public addresses that stand below some pages of a host, and what finds the paths of these.
_places: dict[str, Callable[[SitemapOfHost], Iterable[str]]] = {}


def register_route(name: str) -> None:
    """Put a public address without arguments into the sitemap of every host."""
    if name not in _routes:
        _routes.append(name)


def register_places(name: str, find: Callable[[SitemapOfHost], Iterable[str]]) -> None:
    """Put a public address with the argument `path` into the sitemaps: `find` says below which pages it is.

    There may be some thousands of these for a host, because all stand in one part.
    """
    _places[name] = find


@dataclass(frozen=True, slots=True)
class Entry:
    """One address with the moment of its last change (UTC), if that is known."""

    address: str
    changed: dt.datetime | None = None


class SitemapOfHost:
    """What search engines may read on the host of a site.

    Pages of a centre with a host of its own belong to that host alone. Queries: two for the index and
    each kind, one for a part.
    """

    def __init__(self, site: Site) -> None:
        self.root: Page = site.root_page
        self.address = site.root_url

    def parts(self) -> list[tuple[str, int]]:
        """Kind and number of each part that has anything in it."""
        return [(ROUTES, 0), *((kind, number) for kind in KINDS for number in self._numbers(kind))]

    def entries(self, kind: str, number: int) -> list[Entry]:
        """The addresses of a part, in the order of row numbers; empty for a part that there is not."""
        if kind == ROUTES:
            return list(self._outside_of_tree()) if number == 0 else []
        if kind not in KINDS:
            return []
        span = Q(pk__gte=number * SPAN, pk__lt=(number + 1) * SPAN)
        return list(self._pages(span) if kind == PAGES else self._documents(span))

    def places(self, model: type[Page], **lookups: Any) -> Iterator[str]:
        """Paths below the host's root of the pages of a type that the public may read there: one query."""
        rows = self._shown(model._default_manager.filter(**lookups)).order_by("pk")
        base = len(self.root.url_path)
        for url_path in rows.values_list("url_path", flat=True):
            yield url_path[base:]

    def _outside_of_tree(self) -> Iterator[Entry]:
        for name in _routes:
            yield Entry(self.address + reverse(name))
        for name, find in _places.items():
            for path in find(self):
                yield Entry(self.address + reverse(name, kwargs={"path": path}))

    def _shown(self, pages: QuerySet) -> QuerySet:
        shown = pages.filter(live=True, path__startswith=self.root.path)
        return shown.exclude(hidden()).exclude(self._is_elsewhere("path"))

    def _rows(self, kind: str) -> QuerySet:
        """What the public may read on this host."""
        if kind == DOCUMENTS:
            shown = CenterDocument.objects.shown_below(self.root)
            return shown.exclude(self._is_elsewhere("center__page__path")).order_by()
        return self._shown(Page.objects.filter(content_type__in=_types_of_ours())).order_by()

    def _is_elsewhere(self, path: str) -> Exists:
        """Condition that the page of that `path` stands on a host further down the tree."""
        line = [Left(OuterRef(path), Page.steplen * level) for level in LEVELS]
        return Exists(
            Site.objects.filter(root_page__depth__gt=self.root.depth, root_page__path__in=line).order_by()
        )

    def _numbers(self, kind: str) -> list[int]:
        rows = self._rows(kind)
        if self.root.specific_class is not HomePage:
            return sorted(rows.annotate(part=F("pk") / SPAN).values_list("part", flat=True).distinct())
        model = rows.model
        last = model._base_manager.aggregate(last=Max("pk"))["last"]
        if last is None:
            return []
        spans = range(last // SPAN + 1)
        asked = {
            f"part_{number}": Exists(rows.filter(pk__gte=number * SPAN, pk__lt=(number + 1) * SPAN))
            for number in spans
        }
        # One row of a table that always has one carries all the answers.
        found = Site.objects.annotate(**asked).values(*asked).first() or {}
        return [number for number in spans if found.get(f"part_{number}")]

    def _pages(self, span: Q) -> Iterator[Entry]:
        base = len(self.root.url_path)
        rows = self._rows(PAGES).filter(span).order_by("pk")
        for url_path, changed in rows.values_list("url_path", "last_published_at"):
            yield Entry(self.address + reverse("wagtail_serve", args=[url_path[base:]]), changed)

    def _documents(self, span: Q) -> Iterator[Entry]:
        rows = self._rows(DOCUMENTS).filter(span).order_by("pk")
        for public_id, changed, updated in rows.values_list("public_id", "last_published_at", "updated_at"):
            yield Entry(self.address + reverse("document_card", args=[public_id]), changed or updated)


def _types_of_ours() -> set[int]:
    """Content types of the pages that visitors can open."""

    models = [model for model in apps.get_models() if issubclass(model, BasePage)]
    return {found.pk for found in ContentType.objects.get_for_models(*models).values()}


def index_xml(address: str, parts: Iterable[tuple[str, int]]) -> str:
    """The index as XML."""
    lines = [
        f"<sitemap><loc>{escape(address)}{reverse('sitemap_part', args=[kind, number])}</loc></sitemap>"
        for kind, number in parts
    ]
    return _written("sitemapindex", lines)


def part_xml(entries: Iterable[Entry]) -> str:
    """A part as XML."""
    return _written("urlset", (_line(entry) for entry in entries))


def _line(entry: Entry) -> str:
    changed = f"<lastmod>{entry.changed.isoformat(timespec='seconds')}</lastmod>" if entry.changed else ""
    return f"<url><loc>{escape(entry.address)}</loc>{changed}</url>"


def _written(name: str, lines: Iterable[str]) -> str:
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{NAMESPACE}">\n'
    return head + "\n".join(lines) + f"\n</{name}>\n"
