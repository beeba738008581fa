"""One search over all kinds: what is found, in which order, how many there are of each sort.

Bounded work: the index is asked for a thousand entries at most, and whatever is counted is counted among
them; «more than a thousand» is said then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import Model
from wagtail.models import Page

from centers.models import CenterPage, MunicipalityPage, RegionPage
from centers.models.pages.programs import AdditionalFocus, CenterFocus, ExtracurricularFocus
from centers.models.search_words import (
    FIRST_CLASS,
    LAST_CLASS,
    class_mark,
    direction_mark,
    region_mark,
)
from centers.services.finding.asking import Asked, AskedWord, put_right, understand
from centers.services.finding.candidates import Candidate, load
from centers.services.finding.facts import Region, facts_and_regions, facts_of, regions_below
from centers.services.finding.files import NETWORK_DEPTH, FilePages, files_of, in_files
from centers.services.finding.kinds import LABELS, MODELS, Kind
from centers.services.finding.ranking import MOST_JUDGED, Hit, in_order
from centers.services.finding.thesaurus import is_small_talk
from centers.services.finding.vocabulary import known_words
from library.models import PageText
from toolkit.search.analysis import Term
from toolkit.search.finding import are_found, find_entries
from toolkit.search.marks import mark_term, with_context
from toolkit.search.words import matches

__all__ = ["DIRECTIONS", "MOST_HITS", "Choice", "Found", "Option", "find"]

MOST_HITS = 1000  # that are ranked and counted
#: So many times more are looked at when hardly any of the first may be shown: the index holds drafts too.
WIDER = 10
MOST_TRIES = 5  # words that are given up one after another

DIRECTIONS: dict[str, str] = {
    "natural_science": str(CenterFocus.NATURAL_SCIENCE.label),
    **{f"c_{focus}": str(focus.label) for focus in CenterFocus if focus != CenterFocus.NATURAL_SCIENCE},
    **{
        f"a_{focus}": str(focus.label)
        for focus in AdditionalFocus
        if focus != AdditionalFocus.NATURAL_SCIENCE
    },
    **{f"e_{focus}": str(focus.label) for focus in ExtracurricularFocus},
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader has chosen to see of what was found; an empty choice shows all."""

    kind: Kind | None = None
    region: str = ""
    direction: str = ""
    grade: int | None = None

    def allows(self, candidate: Hit) -> bool:
        return (
            (self.kind is None or candidate.kind == self.kind)
            and (not self.region or candidate.region == self.region)
            and (not self.direction or candidate.direction == self.direction)
            and (self.grade is None or self.grade in candidate.classes)
        )

    def allowed(self, rows: list[Hit]) -> list[Hit]:
        """What of the rows is to be seen."""
        return rows if self == Choice() else [row for row in rows if self.allows(row)]

    @property
    def marks(self) -> list[Term]:
        """What the index is asked for beside the words."""
        marks = []
        if self.region:
            marks.append(mark_term([region_mark(self.region)]))
        if self.direction:
            marks.append(mark_term([direction_mark(self.direction)]))
        if self.grade is not None:
            marks.append(mark_term([class_mark(self.grade)]))
        return marks

    @classmethod
    def of(cls, kind: str, region: str, direction: str, grade: str) -> Choice:
        """Read a choice from an address; what makes no sense is left out."""
        number = int(grade) if grade.isascii() and grade.isdecimal() and len(grade) <= 2 else 0
        return cls(
            kind=Kind(kind) if kind in Kind.__members__.values() else None,
            region=region if len(region) == 2 and region.isascii() and region.isdecimal() else "",
            direction=direction if direction in DIRECTIONS else "",
            grade=number if FIRST_CLASS <= number <= LAST_CLASS else None,
        )


@dataclass(frozen=True, slots=True)
class Option:
    """One value that can be chosen, and how many hits it would leave; an empty value takes a choice back.

    None when it was not counted: what was looked at says nothing of it.
    """

    value: str
    label: str
    count: int | None
    is_chosen: bool = False


@dataclass(slots=True)
class Found:
    """What a query has found: hits in their order, and what can be chosen among them."""

    asked: Asked
    hits: list[Hit] = field(default_factory=list)
    files: FilePages = field(default_factory=dict)
    is_more: bool = False  # than were looked at
    all_count: int = 0  # whatever the kind
    all_is_more: bool = False
    kinds: list[Option] = field(default_factory=list)
    regions: list[Option] = field(default_factory=list)
    directions: list[Option] = field(default_factory=list)
    classes: list[Option] = field(default_factory=list)


@dataclass(slots=True)
class _Pool:
    candidates: list[Hit] = field(default_factory=list)
    files: FilePages = field(default_factory=dict)
    named: dict[Kind, set[int]] = field(default_factory=dict)
    is_full: bool = False
    regions: list[Region] | None = None  # all of the site; None when they were not asked for


def find(text: str, root: Page, choice: Choice, *, literally: bool = False) -> Found:
    """Search below the first page of a site.

    A query that finds nothing is put right, and then given up word by word, unless it is to be taken
    `literally`.
    """
    asked = understand(text)
    if not asked.words:
        return Found(asked)
    marks = _place_of(root)
    counted = choice != Choice()  # of what was not chosen only the number is shown
    pool = _search(asked, root, marks, counted=counted)
    if not pool.candidates and not literally:
        asked, pool = _try_again(asked, root, marks, counted=counted)
    found = Found(asked, files=pool.files, is_more=pool.is_full)
    wide, is_part, regions = pool.candidates, pool.is_full, pool.regions
    if is_part and counted:
        kinds = [choice.kind] if choice.kind else list(Kind)
        pool = _search(asked, root, [*marks, *choice.marks], kinds, counted=True)
        found.files, found.is_more = pool.files, pool.is_full
    narrow = pool.candidates
    allowed = _without_doubles(choice.allowed(narrow), choice)
    found.hits = in_order(allowed, asked, root, pool.named)
    best = found.hits[0] if found.hits else None
    if asked.corrections and isinstance(best, Candidate):
        found.asked = _as_it_helped(asked, best)
    _count(found, wide, narrow, choice)
    found.all_is_more = found.is_more or (is_part and choice.kind is not None)
    if found.all_is_more:
        found.kinds = _all_kinds(found.kinds, choice)
    if is_part and root.depth <= NETWORK_DEPTH:
        found.regions = _all_regions(regions_below(root) if regions is None else regions, choice)
    return found


def _all_kinds(counted: list[Option], choice: Choice) -> list[Option]:
    """Every kind: those that the first thousand entries are not of may be found all the same."""
    known = {option.value: option for option in counted}
    return [
        known.get(kind.value, Option(kind.value, str(LABELS[kind]), None, kind == choice.kind))
        for kind in Kind
    ]


def _all_regions(regions: Iterable[Region], choice: Choice) -> list[Option]:
    """Every region of the site: the first thousand entries may all stand in one of them."""
    return [Option(code, name, None, code == choice.region) for code, name in regions]


def _place_of(root: Page) -> list[Term]:
    """The mark of all that stands below the first page of a site; none for a site of the whole network."""
    if root.depth <= NETWORK_DEPTH:
        return []
    model = root.specific_class
    if model is CenterPage:
        return [mark_term([f"c{CenterPage.objects.values_list('center_id', flat=True).get(pk=root.pk)}"])]
    if model is MunicipalityPage:
        places = MunicipalityPage.objects.values_list("municipality_id", flat=True)
        return [mark_term([f"m{places.get(pk=root.pk)}"])]
    if model is RegionPage:
        return [
            mark_term(
                [region_mark(RegionPage.objects.values_list("region__code", flat=True).get(pk=root.pk))]
            )
        ]
    return []


def _search(
    asked: Asked, root: Page, marks: Sequence[Term], kinds: Iterable[Kind] = Kind, *, counted: bool
) -> _Pool:
    """Ask the index, names before texts when there is too much, and see what the public may see of it."""
    wanted = list(kinds)
    pool = _look(asked, root, marks, wanted, MOST_HITS, counted=counted)
    if pool.is_full and len(pool.candidates) * WIDER < MOST_HITS:
        pool = _look(asked, root, marks, wanted, WIDER * MOST_HITS, counted=counted)
    return pool


def _look(
    asked: Asked, root: Page, marks: Sequence[Term], wanted: Sequence[Kind], most: int, *, counted: bool
) -> _Pool:
    """What the public may see of up to `most` entries that the index has for the query."""
    kind_of = {MODELS[kind]: kind for kind in wanted}
    entries = find_entries(
        list(kind_of),
        asked.expression,
        most + 1,
        marks=marks,
        in_titles=asked.in_titles,
        parted_by=region_mark(""),
        beside=in_files(asked.in_titles) if Kind.DOCUMENTS in wanted else None,
    )
    rows = [entry for entry in entries if entry.model in kind_of]
    is_full = len(rows) > most
    keys: dict[Kind, dict[int, float]] = {kind: {} for kind in wanted}
    named: dict[Kind, set[int]] = {kind: set() for kind in wanted}
    for entry in rows[:most]:
        kind, key = kind_of[entry.model], int(entry.key)
        keys[kind][key] = entry.score
        if entry.is_named:
            named[kind].add(key)
    files = files_of(entries[len(rows) :], asked.in_titles, root)
    if files:
        keys[Kind.DOCUMENTS] |= {-file: pages[0][0] for file, pages in files.items()}
    counted = counted or sum(map(len, keys.values())) > MOST_JUDGED
    if not counted:
        return _Pool([*load(keys, root)], files, named, is_full)
    if is_full and root.depth <= NETWORK_DEPTH:
        facts, regions = facts_and_regions(keys, root)
        return _Pool([*facts], files, named, is_full, regions)
    return _Pool([*facts_of(keys, root)], files, named, is_full)


def _try_again(asked: Asked, root: Page, marks: Sequence[Term], *, counted: bool) -> tuple[Asked, _Pool]:
    """Put the query right; when that helps nothing, give up one word of it."""
    everywhere: list[type[Model]] = [*MODELS.values(), PageText]

    def in_texts(words: list[Term]) -> list[bool]:
        return are_found(everywhere, [with_context(word) for word in words])

    better = put_right(asked.text, known_words(), in_texts)
    if better and better.words:
        pool = _search(better, root, marks, counted=counted)
        if pool.candidates:
            return better, pool
    query = better if better and better.words else asked
    if len(query.words) > 1:
        fewer = [query.without(word) for word in _least_telling(query.words)[:MOST_TRIES]]
        found = are_found(list(MODELS.values()), [one.expression for one in fewer], marks)
        for one in (one for one, is_found in zip(fewer, found, strict=True) if is_found):
            pool = _search(one, root, marks, counted=counted)
            if pool.candidates:
                return one, pool
    return asked, _Pool()


def _least_telling(words: Sequence[AskedWord]) -> list[AskedWord]:
    """The words of a query, those first that are given up most easily."""

    def worth(word: AskedWord) -> int:
        if is_small_talk(word.own):
            return 0
        is_class = any(run.tokens[0].endswith("класс") for run in word.own)
        return 1 if is_class else 2 + len(word.written)

    return sorted(words, key=worth)


def _as_it_helped(asked: Asked, best: Candidate) -> Asked:
    """Name of each corrected word the one of its meanings that the best hit holds, else the nearest."""
    corrections = list(asked.corrections)
    texts = (best.name, *best.places, best.facts)
    for word in asked.words:
        for form in word.meant[1:] if not holds_any(word.meant[:1], texts) else ():
            if holds_any((form,), texts):
                corrections = [
                    replace(one, meant=form) if one.meant == word.meant[0] else one for one in corrections
                ]
                break
    return replace(asked, corrections=tuple(corrections))


def holds_any(forms: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether one of the texts holds one of the words, in any form."""
    return any(matches(text, form) for text in texts for form in forms)


def _without_doubles(hits: list[Hit], choice: Choice) -> list[Hit]:
    """Leave out schools whose centre was found: both have one name. Who asks for schools sees them."""
    if choice.kind == Kind.SCHOOLS:
        return hits
    there = {hit.school for hit in hits if hit.kind == Kind.CENTERS}
    return [hit for hit in hits if hit.kind != Kind.SCHOOLS or hit.school not in there]


def _count(found: Found, wide: list[Hit], narrow: list[Hit], choice: Choice) -> None:
    """Count what each choice would leave; the values of one sort are counted without its own choice."""

    any_kind = replace(choice, kind=None).allowed(wide if choice.kind else narrow)
    kinds = Counter(row.kind for row in any_kind)
    found.all_count = len(_without_doubles(any_kind, Choice()))
    found.kinds = [
        Option(kind.value, str(LABELS[kind]), kinds[kind], kind == choice.kind)
        for kind in Kind
        if kinds[kind] or kind == choice.kind
    ]
    rows = replace(choice, region="").allowed(wide if choice.region else narrow)
    names = {row.region: row.region_name for row in rows if row.region}
    regions = Counter(row.region for row in _without_doubles(rows, choice) if row.region)
    found.regions = [
        Option(code, names.get(code, code), count, code == choice.region)
        for code, count in sorted(regions.items(), key=lambda item: (-item[1], names.get(item[0], "")))
    ]
    rows = replace(choice, direction="").allowed(wide if choice.direction else narrow)
    directions = Counter(row.direction for row in rows)
    found.directions = [
        Option(code, label, directions[code], code == choice.direction)
        for code, label in DIRECTIONS.items()
        if directions[code] or code == choice.direction
    ]
    rows = replace(choice, grade=None).allowed(wide if choice.grade else narrow)
    classes = Counter(number for row in rows for number in row.classes)
    found.classes = [
        Option(str(number), str(number), classes[number], number == choice.grade)
        for number in range(FIRST_CLASS, LAST_CLASS + 1)
        if classes[number] or number == choice.grade
    ]
