"""Documents found by a word in their title, number or summary, or in the text of their file.

Only the text of the present file of a document that the public may see is looked at, whatever
else the index holds. Four queries find, name the page and cut out the words around it, however
many documents there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from centers.models.rows import CenterDocument
from library.models import DocumentVersion, PageText
from library.types import ODS, PDF, XLSX
from toolkit.search.analysis import Term
from toolkit.search.words import Fragment, highlight, split

LONGEST_QUERY = 200  # characters that are looked at
MOST_HITS = 200  # documents; a longer list helps nobody
MOST_PAGES = 1000  # pages with the words that are told apart by document
MORE_PAGES = 5  # beside the best one
FRAGMENT_WIDTH = 240  # characters
#: A sheet of a table may be endless: so many characters are read at once, and no more than so many pieces.
PIECE = 20_000
MOST_PIECES = 10

SHEETS = frozenset([XLSX, ODS])


def clean_query(text: str) -> str:
    """The words that are searched for: no control characters, single spaces, bounded length."""
    printable = "".join(char if char.isprintable() else " " for char in text[:LONGEST_QUERY])
    return " ".join(printable.split())


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page of a file as a reader calls it, and where to read it."""

    label: str
    url: str


@dataclass(slots=True)
class DocumentHit:
    """A document, and the pages of its file that hold the words, the best one first."""

    document: CenterDocument
    numbers: list[int] = field(default_factory=list)
    best_text: int | None = None  # key of the text of the best page
    fragment: list[Fragment] = field(default_factory=list)

    def place(self, number: int) -> PagePlace:
        """«стр. 3» in a PDF opens there; of other files the text on the card is shown."""
        file = self.document.document
        if file.mime_type == PDF:
            return PagePlace(
                _("стр. {number}").format(number=number), f"{self.document.file_url}#page={number}"
            )
        label = _("лист {number}") if file.mime_type in SHEETS else _("стр. {number}")
        return PagePlace(label.format(number=number), f"{self.document.get_absolute_url()}#stranica-{number}")

    @property
    def best(self) -> PagePlace | None:
        return self.place(self.numbers[0]) if self.numbers else None

    @property
    def others(self) -> list[PagePlace]:
        """A few other pages, in the order of the file."""
        return [self.place(number) for number in sorted(self.numbers[1:])[:MORE_PAGES]]

    @property
    def unnamed(self) -> int:
        """How many pages more hold the words."""
        return max(len(self.numbers) - 1 - MORE_PAGES, 0)


def _found(queryset: QuerySet, query: str, among: Exists) -> QuerySet:
    """What the index finds in a model, best first; `among` is asked in the same statement.

    `search()` itself takes only conditions on columns that stand in the index.
    """
    return queryset.search(query).annotate_score("score").get_queryset().filter(among)


def find_documents(query: str, among: QuerySet[CenterDocument]) -> list[DocumentHit]:
    """Documents of `among` that a query finds: by their titles first, then by their texts.

    `among` is a query set of published documents that the public may see. A document found by its
    title also names the page of its file, if its text holds the words.
    """
    if not split(query):
        return []
    titles = list(
        _found(CenterDocument.objects.all(), query, Exists(among.filter(pk=OuterRef("pk")))).values_list(
            "pk", flat=True
        )[:MOST_HITS]
    )
    newer = DocumentVersion.objects.filter(
        document=OuterRef("document_id"), pk__gt=OuterRef("reading__version_id")
    )
    pages = (
        _found(PageText.objects.all(), query, Exists(among.filter(document=OuterRef("document_id"))))
        .filter(~Exists(newer), is_current=True, document__deleted_at__isnull=True)
        .values_list("document_id", "score", "number", "pk")[:MOST_PAGES]
    )
    by_file: dict[int, list[tuple[int, int]]] = {}
    for file, _score, number, pk in sorted(pages, key=lambda page: (-page[1], page[2])):
        by_file.setdefault(file, []).append((number, pk))
    files = list(by_file)[:MOST_HITS]
    return _in_order(among, titles, files, by_file) if titles or files else []


def _in_order(
    among: QuerySet[CenterDocument],
    titles: list[int],
    files: list[int],
    pages: dict[int, list[tuple[int, int]]],
) -> list[DocumentHit]:
    rows = among.select_related("document", "center__school")
    by_key = {row.pk: row for row in rows.filter(pk__in=titles) | rows.filter(document__in=files)}
    place_of_title = {pk: place for place, pk in enumerate(titles)}
    place_of_file = {file: place for place, file in enumerate(files)}

    def rank(row: CenterDocument) -> tuple[int, int, int]:
        if row.pk in place_of_title:
            return (0, place_of_title[row.pk], 0)
        return (1, place_of_file[row.document_id], -row.pk)

    hits = []
    for row in sorted(by_key.values(), key=rank)[:MOST_HITS]:
        found = pages.get(row.document_id, [])
        hits.append(DocumentHit(row, [number for number, _pk in found], found[0][1] if found else None))
    return hits


def add_fragments(hits: list[DocumentHit], query: str) -> None:
    """Give the hits that are shown the words around what was found: one query for all of them."""
    keys = [hit.best_text for hit in hits if hit.best_text]
    texts = dict(PageText.objects.filter(pk__in=keys).values_list("pk", "text")) if keys else {}
    for hit in hits:
        if hit.best_text in texts:
            hit.fragment = around(texts[hit.best_text], query)


def around(text: str, query: str | Sequence[Term]) -> list[Fragment]:
    """The words around the first good hit; of a long text the pieces after it are not read."""
    for start in range(0, min(len(text), PIECE * MOST_PIECES), PIECE):
        fragment = highlight(text[start : start + PIECE], query, width=FRAGMENT_WIDTH)
        if any(is_hit for _piece, is_hit in fragment):
            return fragment
    return highlight(text[:PIECE], query, width=FRAGMENT_WIDTH)
