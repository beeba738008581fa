"""The hits of one page as a reader sees them: what each is, where, and why it was found.

One query for each kind among them, whatever the number of hits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
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
from centers.models.document_hits import DocumentHit, around
from centers.models.document_list import name_successors
from centers.services.finding.asking import Asked, AskedWord
from centers.services.finding.candidates import Candidate
from centers.services.finding.files import FilePages
from centers.services.finding.kinds import KIND_WORDS, Kind
from centers.services.finding.ranking import Hit, holds_word, with_names
from centers.services.finding.visible import shown
from library.models import PageText
from toolkit.lookups import Among
from toolkit.prepared import Prepared
from toolkit.search.words import Fragment, highlight
from toolkit.text import russian_date, typograph

__all__ = ["Card", "Reason", "cards_of"]

TITLE_WIDTH = 500
LINE_WIDTH = 300
REASON_WIDTH = 170
MOST_REASONS = 3

ONE_LABEL: dict[Kind, str | Promise] = {
    Kind.PROGRAMS: _("Программа"),
    Kind.CENTERS: _("Центр «Точка роста»"),
    Kind.EVENTS: _("Мероприятие"),
    Kind.TEACHERS: _("Педагог"),
    Kind.NEWS: _("Новость"),
    Kind.DOCUMENTS: _("Документ"),
    Kind.SCHOOLS: _("Школа"),
}

#: Where a word may stand: what the place is called, and its text, or how to get it.
Source = tuple[str | Promise, str | Callable[[], str]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Where a word of the query was found that stands neither in the name nor in the place."""

    label: str
    pieces: list[Fragment]
    url: str = ""


@dataclass(slots=True)
class Card:
    """A hit; `row` is the page or row itself, pieces are texts with what was asked for marked."""

    kind: Kind
    label: str
    row: Any
    url: str
    title: list[Fragment]
    lead: list[Fragment] = field(default_factory=list)
    place: list[Fragment] = field(default_factory=list)
    facts: list[Fragment] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)
    document: DocumentHit | None = None
    centers: list[tuple[str, str]] = field(default_factory=list)  # of a school: names and addresses


def cards_of(
    hits: Sequence[Hit], asked: Asked, files: FilePages, root: Page, address: Callable[[Page], str]
) -> list[Card]:
    """The cards of some hits below `root`; `address` gives the address of a page on this host."""
    named = with_names(hits, root)
    keys: dict[Kind, list[int]] = defaultdict(list)
    for hit in named:
        keys[hit.kind].append(hit.pk)
    rows: dict[Kind, dict[int, Any]] = {
        kind: ROWS[kind](wanted) for kind, wanted in keys.items() if kind != Kind.SCHOOLS
    }
    if keys[Kind.SCHOOLS]:
        rows[Kind.SCHOOLS] = _schools(keys[Kind.SCHOOLS], root)
    makers = _Maker(asked, address, files, rows)
    return [makers.card(hit) for hit in named if hit.pk in rows[hit.kind]]


def _by_key(rows: Iterable[Model]) -> dict[int, Any]:
    return {row.pk: row for row in rows}


def _prepared(model: type[Model], *joined: str) -> Callable[[list[int]], dict[int, Any]]:
    """What reads rows of a model by their keys, with what is joined."""
    manager = model._default_manager
    rows: Prepared[Model] = Prepared(
        lambda keys: (
            (manager.select_related(*joined) if joined else manager.all())
            .filter(Among("pk", keys))
            .order_by()
        )
    )
    return lambda keys: _by_key(rows(keys=keys))


_IN_PLACE = ("center__school", "center__municipality__region")
_TEACHERS = _prepared(Teacher, *_IN_PLACE)
_DOCUMENTS: Prepared[CenterDocument] = Prepared(
    lambda keys, today: (
        CenterDocument.objects.select_related("document", *_IN_PLACE)
        .filter(Among("pk", keys))
        .with_state(today)
        .order_by()
    )
)


def _teachers(keys: list[int]) -> dict[int, Any]:
    rows = _TEACHERS(keys)
    pages = TeachersPage.objects.live().filter(center__in={row.center_id for row in rows.values()})
    sections = {page.center_id: page for page in pages}
    for row in rows.values():
        row.section = sections.get(row.center_id)
    return {pk: row for pk, row in rows.items() if row.section is not None}


def _documents(keys: list[int]) -> dict[int, Any]:
    rows = _by_key(_DOCUMENTS(keys=keys, today=timezone.localdate()))
    name_successors(list(rows.values()))
    return rows


def _schools(keys: list[int], root: Page) -> dict[int, Any]:
    rows = _by_key(School.objects.select_related("municipality__region").filter(pk__in=keys))
    pages = CenterPage.objects.live().filter(center__school__in=keys, center__deleted_at__isnull=True)
    for row in rows.values():
        row.center_pages = []
    for page in shown(pages, root).annotate(school_key=F("center__school_id")).order_by("path"):
        rows[page.school_key].center_pages.append(page)
    return rows


ROWS: dict[Kind, Callable[[list[int]], dict[int, Any]]] = {
    Kind.CENTERS: _prepared(CenterPage, *_IN_PLACE),
    Kind.PROGRAMS: _prepared(ProgramPage, *_IN_PLACE, "teacher"),
    Kind.EVENTS: _prepared(EventPage, *_IN_PLACE),
    Kind.NEWS: _prepared(NewsPage),
    Kind.TEACHERS: _teachers,
    Kind.DOCUMENTS: _documents,
}


def _text_of(page: Any, name: str) -> Callable[[], str]:
    """What gives the words of a field of blocks, without their markup."""

    def text() -> str:
        texts = page._meta.get_field(name).get_searchable_content(getattr(page, name))
        return " ".join(str(text) for text in texts)

    return text


def is_class(word: AskedWord) -> bool:
    """Whether a word of the query is a class, such as «7 класс»."""
    return all(run.tokens[0][0].isdecimal() and run.tokens[0].endswith("класс") for run in word.own)


class _Maker:
    """Makes the cards of one page of hits."""

    def __init__(
        self, asked: Asked, address: Callable[[Page], str], files: FilePages, rows: dict[Kind, dict[int, Any]]
    ) -> None:
        self.asked = asked
        self.address = address
        self.files = files
        self.rows = rows
        best = [
            files[row.document_id][0][2]
            for row in rows.get(Kind.DOCUMENTS, {}).values()
            if row.document_id in files
        ]
        found = PageText.objects.filter(pk__in=best).values_list("pk", "text") if best else ()
        self.page_texts: dict[int, str] = dict(found)

    def marked(self, text: str, width: int = LINE_WIDTH) -> list[Fragment]:
        return highlight(typograph(text), self.asked.terms, width)

    def card(self, hit: Candidate) -> Card:
        row = self.rows[hit.kind][hit.pk]
        card = Card(hit.kind, str(ONE_LABEL[hit.kind]), row, "", self.marked(hit.name, TITLE_WIDTH))
        card.place = self.marked(", ".join(place for place in hit.places if place))
        sources: list[Source] = getattr(self, f"_{hit.kind.value}")(card, row)
        known = [hit.name, *hit.places, "".join(text for text, _hit in card.lead), KIND_WORDS[hit.kind]]
        left = [
            word
            for word in self.asked.words
            if not any(holds_word(word, text) for text in known) and not (is_class(word) and hit.classes)
        ]
        card.reasons = [*card.reasons, *self._reasons(sources, left)][:MOST_REASONS]
        return card

    def _reasons(self, sources: list[Source], words: list[AskedWord]) -> Iterable[Reason]:
        """The fewest sources that hold the words, in their order, each with the words around."""
        left = words
        for label, source in sources if words else ():
            if not left:
                return
            text = source() if callable(source) else source
            here = [word for word in left if holds_word(word, text)]
            if here:
                left = [word for word in left if word not in here]
                yield Reason(str(label), highlight(text, [word.term for word in here], REASON_WIDTH))

    def _centers(self, card: Card, page: Any) -> list[Source]:
        center = page.center
        card.url = self.address(page)
        if center.municipality.is_unknown:
            card.place = self.marked(center.municipality.region.name)
        card.lead = self.marked(page.lead) if page.lead else []
        return [
            (_("полное название школы"), center.school.full_name),
            (_("руководитель"), center.head_name),
            (_("адрес"), center.building_address or center.school.address),
            (_("профиль"), str(center.profile_override or center.get_profile_display())),
            (_("в тексте страницы"), _text_of(page, "body")),
        ]

    def _programs(self, card: Card, page: Any) -> list[Source]:
        card.url = self.address(page)
        card.label = str(page.get_kind_display())
        card.lead = self.marked(page.lead) if page.lead else []
        if page.audience:
            card.facts.append((page.audience, any(map(is_class, self.asked.words))))
        teacher = page.shown_teacher
        focus = ", ".join(dict.fromkeys(filter(None, (page.focus_label, str(page.get_focus_display())))))
        return [
            (_("педагог программы"), teacher.full_name if teacher else ""),
            (_("предмет"), page.subject),
            (_("направление"), focus),
            (_("форма"), str(page.get_study_form_display())),
            (_("в описании"), _text_of(page, "body")),
        ]

    def _events(self, card: Card, page: Any) -> list[Source]:
        card.url = self.address(page)
        card.lead = self.marked(page.lead) if page.lead else []
        card.facts.append((russian_date(page.date), False))
        return [
            (_("для кого"), page.classes),
            (_("где"), page.place),
            (_("вид"), str(page.get_kind_display())),
            (_("в объявлении"), _text_of(page, "body")),
            (_("в отчёте"), _text_of(page, "report")),
        ]

    def _news(self, card: Card, page: Any) -> list[Source]:
        card.url = self.address(page)
        card.label = str(page.get_kind_display())
        card.lead = self.marked(page.lead) if page.lead else []
        card.facts.append((page.date_text or russian_date(page.date), False))
        return [(_("в тексте новости"), _text_of(page, "body"))]

    def _teachers(self, card: Card, row: Any) -> list[Source]:
        card.url = f"{self.address(row.section)}#teacher-{row.pk}"
        card.lead = self.marked(row.post[:1].upper() + row.post[1:]) if row.post else []
        return [(_("преподаёт"), row.subjects)]

    def _documents(self, card: Card, row: Any) -> list[Source]:
        card.url = row.get_absolute_url()
        card.facts.append((str(row.get_kind_display()).lower(), False))
        card.lead = self.marked(row.summary) if row.summary else []
        pages = self.files.get(row.document_id, [])
        if pages:
            card.document = DocumentHit(row, [number for _score, number, _pk in pages], pages[0][2])
            card.document.fragment = around(self.page_texts.get(pages[0][2], ""), self.asked.terms)
        return [
            (_("кто издал"), row.issuer_name),
            (_("учебный год"), row.academic_year),
            (_("название"), row.title),
        ]

    def _schools(self, card: Card, row: Any) -> list[Source]:
        card.centers = [(str(page.title), self.address(page)) for page in row.center_pages]
        card.url = card.centers[0][1] if card.centers else ""
        return [
            (_("полное название"), row.full_name),
            (_("адрес"), row.address),
            (_("ОГРН"), row.ogrn),
            (_("ИНН"), row.inn),
        ]
