"""What the rules look at: plain facts of one centre, read by `oversight.loading`, and nothing to query.

Every rule is asked twice, of the published side and of the drafts, so a `View` is one of the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from centers.models import Center
from centers.models.bodies_now import Bodies
from oversight.catalogue import Section

Fields = dict[str, Any]

CENTER_PAGE = "centerpage"
GENERAL_PAGE = "generalinfopage"
FUNCTIONS_PAGE = "functionspage"
PROGRAM_PAGE = "programpage"
EVENT_PAGE = "eventpage"
#: The page that a section is: what must be open for its rows to be seen.
PAGE_OF_SECTION: dict[Section, str] = {
    Section.CENTER: CENTER_PAGE,
    Section.GENERAL: GENERAL_PAGE,
    Section.DOCUMENTS: "documentspage",
    Section.PROGRAMS: "programindexpage",
    Section.TEACHERS: "teacherspage",
    Section.EQUIPMENT: "equipmentpage",
    Section.TIMETABLE: "timetablepage",
    Section.EVENTS: "eventindexpage",
    Section.ADDITIONAL: "additionalinfopage",
    Section.FEEDBACK: "feedbackpage",
    Section.TEXTS: CENTER_PAGE,
}
SECTION_OF_PAGE: dict[str, Section] = {
    CENTER_PAGE: Section.CENTER,
    GENERAL_PAGE: Section.GENERAL,
    FUNCTIONS_PAGE: Section.GENERAL,
    PROGRAM_PAGE: Section.PROGRAMS,
    EVENT_PAGE: Section.EVENTS,
    **{kind: section for section, kind in PAGE_OF_SECTION.items() if section != Section.TEXTS},
}


@dataclass(frozen=True, slots=True)
class Target:
    """A place to mend: a page, a row or a picture, and its field; `pk` is None for one to be added.

    A new page stands below `parent`; of a new document `field` is the kind.

    `draft` says that it is done there and only not published.
    """

    model: str
    pk: int | None
    field: str = ""
    name: str = ""
    draft: bool = False
    parent: int | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "pk": self.pk,
            "field": self.field,
            "name": self.name[:100],
            "draft": self.draft,
            "parent": self.parent,
        }


@dataclass(slots=True)
class PageFacts:
    """A page of the centre; `now` is what the public reads (None while hidden), `draft` what waits."""

    pk: int
    kind: str
    path: str
    title: str
    now: Fields | None
    draft: Fields
    in_menu: bool = True
    updated_at: dt.datetime | None = None
    has_draft: bool = False
    was_published: bool = False

    def target(self, field: str = "", *, draft: bool = False) -> Target:
        return Target(f"centers.{self.kind}", self.pk, field, self.title, draft)


@dataclass(slots=True)
class DocumentFacts:
    """A document of the centre; what is known of its file holds for both sides."""

    pk: int
    now: Fields | None
    draft: Fields
    has_file: bool
    is_pdf: bool
    is_read: bool
    tagged: bool | None
    has_text: bool
    is_scan: bool
    is_signed: bool
    updated_at: dt.datetime | None = None

    def target(self, field: str = "", *, draft: bool = False) -> Target:
        return Target("centers.centerdocument", self.pk, field, self.draft.get("title") or "", draft)


@dataclass
class Snapshot:
    """All facts of one centre on one day."""

    center: Center
    bodies: Bodies
    today: dt.date
    pages: list[PageFacts] = field(default_factory=list)
    documents: list[DocumentFacts] = field(default_factory=list)
    teachers: list[Fields] = field(default_factory=list)
    lessons: list[Fields] = field(default_factory=list)
    #: Rooms and equipment counted: `rooms`, `rooms_photographed`, `rooms_accessible`, `equipment`, …
    counts: dict[str, int] = field(default_factory=dict)
    rows_updated: dict[Section, dt.datetime | None] = field(default_factory=dict)
    #: Descriptions of pictures by number.
    pictures: dict[int, str] = field(default_factory=dict)
    foreign_operators: frozenset[str] = frozenset()
    foreign_projects: frozenset[str] = frozenset()
    network_signs: bool = False
    places_are_live: bool = True
    #: Declarations that hold for the centre, by code.
    declarations: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def by_kind(self) -> dict[str, list[PageFacts]]:
        found: dict[str, list[PageFacts]] = {}
        for page in self.pages:
            found.setdefault(page.kind, []).append(page)
        return found

    def page(self, kind: str) -> PageFacts | None:
        return next(iter(self.by_kind.get(kind, ())), None)

    @cached_property
    def center_page(self) -> PageFacts | None:
        return self.page(CENTER_PAGE)

    @cached_property
    def on_site(self) -> bool:
        """Whether the public can reach the centre at all."""
        return bool(self.places_are_live and self.center_page and self.center_page.now is not None)

    @cached_property
    def published(self) -> View:
        return View(self, is_draft=False)

    @cached_property
    def drafted(self) -> View:
        return View(self, is_draft=True)


@dataclass
class View:
    """One side of a snapshot: what the public sees, or what it will see when all drafts are published."""

    facts: Snapshot
    is_draft: bool

    @property
    def center(self) -> Center:
        return self.facts.center

    def fields(self, page: PageFacts | None) -> Fields | None:
        """The page's fields on this side; None when this side has no such page."""
        if page is None:
            return None
        return page.draft if self.is_draft else page.now

    def is_open(self, section: Section) -> bool:
        """Whether the section can be seen on this side."""
        if self.is_draft:
            return True
        page = self.facts.page(PAGE_OF_SECTION[section])
        return self.facts.on_site and page is not None and page.now is not None

    def pages(self, kind: str) -> Iterator[tuple[PageFacts, Fields]]:
        """Pages of the kind that this side shows, with their fields."""
        for page in self.facts.by_kind.get(kind, ()):
            fields = self.fields(page)
            if fields is not None:
                yield page, fields

    @cached_property
    def texts(self) -> list[tuple[PageFacts, Fields]]:
        """All pages of this side."""
        return [(page, fields) for page in self.facts.pages if (fields := self.fields(page)) is not None]

    @cached_property
    def programs(self) -> list[tuple[PageFacts, Fields]]:
        return list(self.pages(PROGRAM_PAGE))

    @cached_property
    def documents(self) -> list[tuple[DocumentFacts, Fields]]:
        """Documents that this side shows, with their fields."""
        sides = ((row, row.draft if self.is_draft else row.now) for row in self.facts.documents)
        return [(row, fields) for row, fields in sides if fields is not None]

    @cached_property
    def superseded(self) -> set[int]:
        """Numbers of documents that another one of this side replaces."""
        return {fields["supersedes"] for _row, fields in self.documents if fields.get("supersedes")}


@dataclass(slots=True)
class Outcome:
    """What a rule found on one side.

    `lacking` are the places to mend among `total` that were looked at; `waiting` says that there is nothing
    to look at yet; `irrelevant` says why the requirement does not concern this centre.
    """

    lacking: list[Target] = field(default_factory=list)
    total: int = 1
    waiting: bool = False
    irrelevant: str = ""
    note: str = ""

    @property
    def ok(self) -> bool:
        return not self.lacking and not self.waiting
