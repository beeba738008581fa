"""Words in the texts of the files of documents: which pages of which files hold them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from centers.models import CenterDocument
from library.models import DocumentVersion, PageText
from toolkit.search.finding import Beside, Entry, found_by
from toolkit.search.queries import Expression

__all__ = ["FilePages", "files_of", "in_files"]

MOST_PAGES = 1000
NETWORK_DEPTH = 2  # of the page at which a site of the whole network begins

#: Of each file, by its key in the library: score, number and key of the pages, the best one first.
FilePages = dict[int, list[tuple[float, int, int]]]


def in_files(expression: Expression) -> Beside:
    """What the index is asked for beside the rows: pages of files that answer."""
    return Beside(PageText, expression, MOST_PAGES)


def files_of(entries: Sequence[Entry], expression: Expression, root: Page) -> FilePages:
    """Pages of present files, of the entries of the index that answer: one query if there are any.

    Another one where much of the network stands elsewhere. Whether the documents may be seen is for the
    caller to ask.
    """
    entries = [entry for entry in entries if entry.model is PageText]
    if not entries:
        return {}
    if len(entries) == MOST_PAGES and root.depth > NETWORK_DEPTH:
        among = CenterDocument.objects.all().shown_below(root).filter(document=OuterRef("document_id"))
        pages = _present(found_by(PageText.objects.all(), expression).filter(Exists(among)))
        rows = pages.order_by("-score").values_list("document_id", "score", "number", "pk")[:MOST_PAGES]
        return _by_file(list(rows))
    scores = {int(entry.key): entry.score for entry in entries}
    present = _present(PageText.objects.filter(pk__in=scores))
    return _by_file(
        [
            (file, scores[pk], number, pk)
            for file, number, pk in present.values_list("document_id", "number", "pk")
        ]
    )


def _present(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Only pages of the version that the public is given, even while a newer one is not read yet."""
    newer = DocumentVersion.objects.filter(
        document=OuterRef("document_id"), pk__gt=OuterRef("reading__version_id")
    )
    return pages.filter(~Exists(newer), is_current=True, document__deleted_at__isnull=True)


def _by_file(rows: list[tuple[int, float, int, int]]) -> FilePages:
    found: FilePages = defaultdict(list)
    for file, score, number, pk in sorted(rows, key=lambda row: (-row[1], row[2])):
        found[file].append((score, number, pk))
    return dict(found)
