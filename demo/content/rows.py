"""The shapes of the demonstration data. Plain values: the loader turns them into rows and pages.

`key` names a row for good: the loader remembers under it what it made, so a key is never reused
for something else.
"""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asset:
    """A picture or a PDF of `demo/assets`, by the stem of its file name."""

    key: str


#: A block of a page's free text: the name of the StreamField block and its value.
Block = tuple[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorRow:
    key: str
    region: str
    name: str
    valid_from: dt.date
    name_genitive: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MunicipalityRow:
    """`region` is the two-digit code; `is_unknown` marks «муниципалитет не указан»."""

    key: str
    region: str
    name: str
    slug: str
    name_genitive: str = ""
    name_prepositional: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolRow:
    key: str
    municipality: str
    short_name: str
    name_genitive: str
    full_name: str = ""
    address: str = ""
    site_url: str = ""
    phone: str = ""
    email: str = ""
    name_is_stated: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedDocument:
    """A document whose file stands on the school's own site; `size` in bytes."""

    key: str
    kind: str
    date: dt.date
    title: str
    stated_type: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CenterRow:
    """A centre as its source describes it; what the source does not say stays empty.

    `operator_rule` is one of `by_date`, `own`, `not_stated`; with `own` goes the operator of
    the day `operator_from`. `functions_stated` tells whether the page lists the functions.
    """

    key: str
    school: str
    slug: str
    state: str
    year: int | None = None
    opened_on: dt.date | None = None
    opening_words: str = ""
    state_as_of: dt.date | None = None
    state_year_only: bool = False
    state_source: str = ""
    profile: str = ""
    activities: tuple[str, ...] = ()
    functions_stated: bool = False
    operator_rule: str = "not_stated"
    operator_from: dt.date | None = None
    funding_source: str = ""
    general_info_title: str = ""
    documents: tuple[StatedDocument, ...] = ()
    is_example: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A figure of the network; `region` is a code, empty for the whole country."""

    key: str
    metric: str
    year: int
    value: int
    source: str
    as_of: str
    region: str = ""
    year_from: int | None = None
    is_lower_bound: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRow:
    """A piece of news of a region (its code) or a centre (its key), with the field names of its page."""

    key: str
    title: str
    slug: str
    date: dt.date
    lead: str
    body: tuple[Block, ...]
    region: str = ""
    center: str = ""
    kind: str = "news"
    date_text: str = ""
    source: str = ""
    photo: Asset | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeacherRow:
    key: str
    full_name: str
    post: str
    subjects: str
    education: str
    category: str
    courses: str
    experience_years: int
    about: str
    photo: Asset
    retraining: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    key: str
    name: str
    number: str
    area: str
    description: str
    photo: Asset
    is_accessible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EquipmentRow:
    key: str
    kit: str
    subject: str
    name: str
    quantity: int
    room: str
    unit: str = "шт."
    year: int = 2021
    for_disabled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRow:
    """A programme, with the field names of its page.

    `hours_per_week` and `hours_total` are academic hours. The text of the page is made of
    `description` (paragraphs) and `activities` (what pupils learn to do).
    """

    key: str
    slug: str
    kind: str
    focus: str
    title: str
    grade_from: int
    grade_to: int
    age_from: int
    age_to: int
    hours_per_week: str
    hours_total: int
    duration: str
    places_total: int | None
    teacher: str
    room: str
    lead: str
    description: tuple[str, ...]
    activities: tuple[str, ...]
    needed: str
    enrolment: str
    photo: Asset
    additional_focus: str = ""
    extracurricular_focus: str = ""
    subject: str = ""
    document: str = ""
    enrolment_state: str = ""
    places_free: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonRow:
    """`weekday` is the ISO number; the time is local to the centre."""

    key: str
    program: str
    weekday: int
    start: dt.time
    end: dt.time
    classes: str
    teacher: str
    room: str
    bell: str = ""
    week_parity: str = "every"


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRow:
    key: str
    number: int
    start: dt.time
    end: dt.time
    shift: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRow:
    """A line of the school's calendar, with the field names of its row."""

    key: str
    kind: str
    title: str
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacementRow:
    """What is different on one date, with the field names of its row; `lesson` and `teacher` are keys."""

    key: str
    lesson: str
    kind: str
    date: dt.date
    moved_to: dt.date | None = None
    start: dt.time | None = None
    end: dt.time | None = None
    teacher: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """An event, with the field names of its page; `report` is filled for one that has taken place."""

    key: str
    slug: str
    title: str
    kind: str
    date: dt.date
    lead: str
    place: str
    classes: str
    responsible: str
    body: tuple[Block, ...]
    end_date: dt.date | None = None
    time: dt.time | None = None
    end_time: dt.time | None = None
    address: str = ""
    report: tuple[Block, ...] = ()
    participants: str = ""
    photo: Asset | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlbumRow:
    """An album of the gallery, with the field names of its page; `event` is the key of an event."""

    key: str
    slug: str
    title: str
    date: dt.date
    lead: str
    photo: Asset
    event: str
    body: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document of the example centre; `file` is a PDF of `demo/assets`."""

    key: str
    kind: str
    number: str
    date: dt.date
    title: str
    summary: str
    file: Asset
    issuer: str = "school"
    issuer_name: str = ""
    academic_year: str = ""
    valid_from: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Free text of a page that is there anyway: an intro line and blocks."""

    key: str
    intro: str = ""
    body: tuple[Block, ...] = field(default=())
