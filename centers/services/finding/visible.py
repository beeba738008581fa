"""Which rows of each kind the public may see below the first page of a site.

Nothing is believed of the index but that it found: publication, hiding and place are asked of the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, Expression, OuterRef, Q, QuerySet
from wagtail.models import Page

from centers.models import (
    CenterDocument,
    CenterPage,
    EventPage,
    NewsPage,
    ProgramPage,
    School,
    Teacher,
    TeachersPage,
)
from centers.models.querysets import BIN_PATH, DocumentQuerySet, hidden_above
from centers.services.finding.kinds import Kind
from toolkit.lookups import Among

__all__ = ["VISIBLE", "Keys", "documents", "shown"]

#: Numbers, or their place in a prepared statement.
Keys = Sequence[int] | Expression


def shown(pages: QuerySet[Any], root: Page, path: str = "path") -> QuerySet[Any]:
    """Rows whose page at `path` is below the root, with no hidden page above it."""
    return pages.filter(~hidden_above(path), **{f"{path}__startswith": root.path}).exclude(
        **{f"{path}__startswith": BIN_PATH}
    )


def _centers(keys: Keys, root: Page) -> QuerySet[Any]:
    return shown(CenterPage.objects.live().filter(Among("pk", keys), center__deleted_at__isnull=True), root)


def _programs(keys: Keys, root: Page) -> QuerySet[Any]:
    return shown(ProgramPage.objects.live().filter(Among("pk", keys), center__deleted_at__isnull=True), root)


def _events(keys: Keys, root: Page) -> QuerySet[Any]:
    return shown(EventPage.objects.live().filter(Among("pk", keys), center__deleted_at__isnull=True), root)


def _teachers(keys: Keys, root: Page) -> QuerySet[Any]:
    """Teachers that the site shows, in centres that have a page of teachers."""
    section = TeachersPage.objects.filter(live=True, center=OuterRef("center"))
    people = Teacher.objects.filter(
        Exists(section),
        Among("pk", keys),
        is_shown=True,
        center__deleted_at__isnull=True,
        center__page__live=True,
    )
    return shown(people, root, "center__page__path")


def _news(keys: Keys, root: Page) -> QuerySet[Any]:
    return shown(NewsPage.objects.live().filter(Among("pk", keys)), root)


def documents(keys: Keys, root: Page) -> DocumentQuerySet:
    """Documents by their keys; with negative keys, by those of their files in the library."""
    if isinstance(keys, Expression):
        return CenterDocument.objects.all().shown_below(root).filter(Among("pk", keys))
    by_file = [-key for key in keys if key < 0]
    wanted = Q(Among("pk", [key for key in keys if key > 0]))
    if by_file:
        wanted |= Q(Among("document_id", by_file))
    return CenterDocument.objects.all().shown_below(root).filter(wanted)


def _schools(keys: Keys, root: Page) -> QuerySet[Any]:
    """Schools that have a centre with a page to go to."""
    pages = CenterPage.objects.live().filter(
        center__school=OuterRef("pk"), center__deleted_at__isnull=True, path__startswith=root.path
    )
    return School.objects.kept().filter(Exists(pages.filter(~hidden_above())), Among("pk", keys))


VISIBLE: dict[Kind, Callable[[Keys, Page], QuerySet[Any]]] = {
    Kind.CENTERS: _centers,
    Kind.PROGRAMS: _programs,
    Kind.EVENTS: _events,
    Kind.TEACHERS: _teachers,
    Kind.NEWS: _news,
    Kind.DOCUMENTS: documents,
    Kind.SCHOOLS: _schools,
}
