"""Kind, number, date and title of a document, read from its text, its metadata or its name.

Each value says where it came from and how sure it is, so that the person who confirms
it knows where to look. The order of a stamp («УТВЕРЖДЕНО приказом от … № …») is the
approval of a document, never its own number.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from library.reading import dates as dating
from library.reading.facts import FileMetadata
from library.reading.header import approval_in, own_requisites
from library.reading.issuers import find_issuer, plain_capitals
from library.reading.kinds import NUMBERED, Heading, Kind, find_headings, stamp_lines
from library.reading.names import NameFacts, read_name
from library.reading.sheet import Sheet, is_requisites
from library.reading.spelling import tidy_title
from library.reading.text import compact, key, normalize
from library.reading.titles import heading_title, order_title
from library.reading.vocabulary import Lexicon

Source = Literal["text", "metadata", "filename", "guess"]

_SNIPPET = 120


@dataclass(frozen=True, slots=True)
class Field:
    """One value read: what, from where, how sure (0 to 1), and the words it was read in.

    `value` is None when nothing was found; dates are ISO strings, so that the whole can be stored.
    """

    value: str | None = None
    source: Source = "guess"
    confidence: float = 0.0
    snippet: str = ""

    def __bool__(self) -> bool:
        return self.value is not None


@dataclass(frozen=True, slots=True)
class Requisites:
    """What a document is called.

    The title of an order is what it is about («О назначении…»); of everything else it is
    the whole heading («Положение о Центре…»). `approved_number` and `approved_date` come
    from a stamp; the date of a regulation without a date of its own is that of its approval.
    """

    kind: Field = field(default_factory=Field)
    number: Field = field(default_factory=Field)
    date: Field = field(default_factory=Field)
    title: Field = field(default_factory=Field)
    issuer: Field = field(default_factory=Field)
    issuer_level: Field = field(default_factory=Field)
    academic_year: Field = field(default_factory=Field)
    approved_number: Field = field(default_factory=Field)
    approved_date: Field = field(default_factory=Field)

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """Plain data for JSON."""
        return {name: asdict(getattr(self, name)) for name in self.__dataclass_fields__}

    @classmethod
    def from_dict(cls, data: dict[str, dict[str, Any]]) -> "Requisites":
        """Back from `to_dict`; unknown names are left out."""
        return cls(
            **{name: Field(**value) for name, value in data.items() if name in cls.__dataclass_fields__}
        )


def read_requisites(
    text_pages: Sequence[str], metadata: FileMetadata | None = None, filename: str = ""
) -> Requisites:
    """Requisites of a document.

    The text says the most, then the title in the file's metadata, then the file's name;
    what none of them says stays empty, except the school year, which is guessed from the date.
    Never raises on any text; only the first pages are looked at.
    """
    pages = [normalize(page[:20_000]) for page in text_pages[:8]]
    lexicon = Lexicon(pages)
    requisites = _from_text(pages, lexicon)
    if metadata:
        for said in (metadata.title, metadata.subject):
            requisites = _fill(
                requisites, read_name(said, lexicon, is_file=False), "metadata", bool("".join(pages).strip())
            )
    requisites = _fill(requisites, read_name(filename, lexicon), "filename", bool("".join(pages).strip()))
    return _with_school_year(requisites, pages)


def _from_text(pages: Sequence[str], lexicon: Lexicon) -> Requisites:
    sheet = Sheet.of(pages, lexicon)
    if not sheet.lines:
        return Requisites()
    stamps = stamp_lines(sheet.lines)
    headings = find_headings(sheet.lines, stamps)
    outside = [heading for heading in headings if heading.line not in stamps]
    heading = next(iter(outside or headings), None) or _heading_from_body(pages, sheet, stamps)
    if heading and heading.line in stamps:
        # Only a stamp names the document: an order with «УТВЕРЖДАЮ» above it, or a plan without a heading.
        commands = heading.order_like and any(compact(line).startswith("приказываю") for line in sheet.lines)
        heading = heading if commands else None
        stamps = {number for number in stamps if heading is None or number < heading.line}
    found = Requisites(kind=_kind_field(heading))
    if heading and heading.order_like:
        found = _order(found, sheet, heading, stamps, lexicon, pages)
    elif heading:
        found = _other(found, sheet, heading, stamps, lexicon)
    else:
        found = _nameless(found, sheet, stamps, lexicon)
    issuer = find_issuer(sheet, heading.line if heading else 0, stamps)
    if issuer:
        name, level, confidence = issuer
        found = replace(
            found,
            issuer=Field(plain_capitals(name, lexicon), "text", confidence, name[:_SNIPPET]),
            issuer_level=Field(level, "text", confidence, name[:_SNIPPET]),
        )
    return found


def _kind_field(heading: Heading | None) -> Field:
    if not heading:
        return Field()
    confidence = max(0.4, min(0.99, heading.score / 100))
    return Field(heading.kind.value, "text" if heading.words else "guess", confidence, heading.words)


_VERBS = (
    ("приказываю", Kind.ORDER),
    ("обязываю", Kind.DIRECTIVE),
    ("предлагаю", Kind.DIRECTIVE),
    ("постановляю", Kind.OTHER),
)


def _heading_from_body(pages: Sequence[str], sheet: Sheet, stamps: set[int]) -> Heading | None:
    """An order without its word is known by «ПРИКАЗЫВАЮ»."""
    if stamps and min(stamps) < 6:
        return None
    lines = [compact(line) for page in pages[:2] for line in page.split("\n")]
    for verb, kind in _VERBS:
        if any(line.startswith(verb) or line.endswith((verb, f"{verb}:")) for line in lines):
            return Heading(-1, -1, kind, "", "", 70, order_like=True)
    return None


def _order(
    found: Requisites,
    sheet: Sheet,
    heading: Heading,
    stamps: set[int],
    lexicon: Lexicon,
    pages: Sequence[str],
) -> Requisites:
    title = order_title(sheet, heading, stamps)
    own = own_requisites(sheet, heading, stamps, title)
    date = _date_field(own.date, own.date_sure, own.date_snippet) or _closing_date(pages)
    found = replace(found, number=_number_field(own.number, own.number_sure, own.number_snippet), date=date)
    if title:
        tidy = tidy_title(title.raw, lexicon, own.date)
        sure = 0.95 if title.about else 0.5
        found = replace(found, title=Field(tidy or None, "text", sure, title.raw[:_SNIPPET]))
    return found


_BLANK_DATE = re.compile(r"[«\"“]? ?_{2,} ?[»\"”]? ?_{3,} ?20[_ ]")
"""«___» __________ 20___ г.: the date has not been written in yet."""


def _closing_date(pages: Sequence[str]) -> Field:
    """A date alone on a line under the signature, when the heading has none."""
    lines = [line for page in pages[:2] for line in page.split("\n") if line]
    if any(_BLANK_DATE.search(line) for line in lines[:40]):
        return Field()
    for number, line in enumerate(lines):
        if "ознаком" in key(line) or key(line) in ("подпись", "фио", "ф.и.о."):
            lines = lines[:number]
            break
    for line in lines[:-6:-1]:
        dates = dating.find_dates(line)
        if len(dates) == 1 and is_requisites(line):
            return _date_field(dates[0].value, 0.5, line)
    return Field()


def _other(
    found: Requisites, sheet: Sheet, heading: Heading, stamps: set[int], lexicon: Lexicon
) -> Requisites:
    own = own_requisites(sheet, heading, stamps, None)
    approval = approval_in(sheet, stamps)
    if heading.kind in NUMBERED:
        found = replace(found, number=_number_field(own.number, own.number_sure, own.number_snippet))
    date = _date_field(own.date, own.date_sure, own.date_snippet)
    if approval.date:
        if date and not heading.line <= _line_with(sheet, own.date_snippet) <= heading.last_line:
            # Beside its approval, a paper's own date stands on a line of its own, never in a table.
            date = date if is_requisites(own.date_snippet) else Field()
        found = replace(found, approved_date=_date_field(approval.date, 0.9, approval.date_snippet))
        date = date or _date_field(approval.date, 0.8, approval.date_snippet)
    if approval.number:
        found = replace(found, approved_number=_number_field(approval.number, 0.9, approval.number_snippet))
    raw = heading_title(sheet, heading, stamps)
    tidy = tidy_title(raw, lexicon)
    return replace(found, date=date, title=Field(tidy or None, "text", 0.9, raw[:_SNIPPET]))


def _line_with(sheet: Sheet, line: str) -> int:
    return sheet.lines.index(line) if line in sheet.lines else -1


def _nameless(found: Requisites, sheet: Sheet, stamps: set[int], lexicon: Lexicon) -> Requisites:
    """No heading: the approval's date, and «О …» if a line begins so."""
    approval = approval_in(sheet, stamps)
    title = order_title(sheet, None, stamps)
    if approval.date:
        found = replace(found, date=_date_field(approval.date, 0.6, approval.date_snippet),
                        approved_date=_date_field(approval.date, 0.8, approval.date_snippet))  # fmt: skip
    if approval.number:
        found = replace(found, approved_number=_number_field(approval.number, 0.8, approval.number_snippet))
    if title:
        tidy = tidy_title(title.raw, lexicon)
        found = replace(found, title=Field(tidy or None, "text", 0.5, title.raw[:_SNIPPET]))
    return found


def _number_field(number: str | None, sure: float, snippet: str) -> Field:
    return Field(number or None, "text", sure, snippet[:_SNIPPET]) if number is not None else Field()


def _date_field(date: datetime.date | None, sure: float, snippet: str) -> Field:
    return Field(date.isoformat(), "text", sure, snippet[:_SNIPPET]) if date else Field()


def _fill(requisites: Requisites, name: NameFacts, source: Source, has_text: bool) -> Requisites:
    """What the text did not say, from a name; a name's number counts only where it is plainly one."""
    snippet = name.said[:_SNIPPET]
    changes: dict[str, Field] = {}
    if not requisites.kind and name.kind:
        changes["kind"] = Field(name.kind.value, source, 0.7, snippet)
    same_kind = not requisites.kind or (name.kind and requisites.kind.value == name.kind.value)
    knows_number = requisites.number or requisites.number.source == "text"
    may_have = name.kind is None or name.kind in NUMBERED
    if may_have and not knows_number and name.number and (name.number_is_plain or not has_text):
        changes["number"] = Field(name.number, source, 0.7 if name.number_is_plain else 0.4, snippet)
    if not requisites.date and name.date and same_kind:
        changes["date"] = Field(name.date.isoformat(), source, 0.7, snippet)
    if not requisites.title and name.title:
        changes["title"] = Field(name.title, source, 0.6 if source == "metadata" else 0.5, snippet)
    return replace(requisites, **changes) if changes else requisites


def _with_school_year(requisites: Requisites, pages: Sequence[str]) -> Requisites:
    title = requisites.title.value or ""
    year = dating.find_school_year(title, bare=True)
    if year:
        return replace(requisites, academic_year=Field(year, requisites.title.source, 0.95, title[:_SNIPPET]))
    for page in pages[:2]:
        year = dating.find_school_year(page[:6_000])
        if year:
            return replace(requisites, academic_year=Field(year, "text", 0.8, f"{year} учебный год"))
    if requisites.date.value:
        guessed = dating.school_year_of(datetime.date.fromisoformat(requisites.date.value))
        return replace(requisites, academic_year=Field(guessed, "guess", 0.4, requisites.date.snippet))
    return requisites
