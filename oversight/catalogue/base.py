"""What a requirement is: plain data, so that screens, documents and tests read the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


class Duty(StrEnum):
    """How strongly it is asked; the score weighs by it."""

    LAW = "law"
    RECOMMENDED = "recommended"
    ADVICE = "advice"


DUTY_LABELS: dict[Duty, Text] = {
    Duty.LAW: _("обязательно"),
    Duty.RECOMMENDED: _("рекомендовано"),
    Duty.ADVICE: _("совет"),
}
#: Points of the score (docs/coordinators/completeness.md).
WEIGHTS = {Duty.LAW: 3, Duty.RECOMMENDED: 2, Duty.ADVICE: 1}


class Certainty(StrEnum):
    """How sure we are of the source."""

    READ = "read"
    DERIVED = "derived"
    SECOND_HAND = "second-hand"
    UNCHECKED = "unchecked"


CERTAINTY_LABELS: dict[Certainty, Text] = {
    Certainty.READ: _("прочитано в самом документе"),
    Certainty.DERIVED: _("наш вывод из прочитанного"),
    Certainty.SECOND_HAND: _("так делают школы и пишут о них, сам документ не прочитан"),
    Certainty.UNCHECKED: _("не проверено: источник не найден"),
}


class Level(StrEnum):
    """Who must meet it."""

    CENTER = "center"
    SCHOOL = "school"
    MUNICIPALITY = "municipality"
    REGION = "region"


LEVEL_LABELS: dict[Level, Text] = {
    Level.CENTER: _("центр"),
    Level.SCHOOL: _("школа"),
    Level.MUNICIPALITY: _("муниципалитет"),
    Level.REGION: _("регион"),
}


class Section(StrEnum):
    """Where on the centre's pages it belongs; the order is that of the lists."""

    CENTER = "center"
    GENERAL = "general"
    DOCUMENTS = "documents"
    PROGRAMS = "programs"
    TEACHERS = "teachers"
    EQUIPMENT = "equipment"
    TIMETABLE = "timetable"
    EVENTS = "events"
    ADDITIONAL = "additional"
    FEEDBACK = "feedback"
    TEXTS = "texts"


SECTION_TITLES: dict[str, Text] = {
    Section.CENTER: _("Первая страница центра"),
    Section.GENERAL: _("Общая информация"),
    Section.DOCUMENTS: _("Документы"),
    Section.PROGRAMS: _("Образовательные программы"),
    Section.TEACHERS: _("Педагоги"),
    Section.EQUIPMENT: _("Материально-техническая база"),
    Section.TIMETABLE: _("Режим занятий"),
    Section.EVENTS: _("Мероприятия"),
    Section.ADDITIONAL: _("Дополнительная информация"),
    Section.FEEDBACK: _("Обратная связь"),
    Section.TEXTS: _("Тексты и файлы: чтобы прочитал каждый"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a requirement comes from: the act with its paragraph, or whose recommendation it is."""

    words: Text
    certainty: Certainty
    url: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that the pages of a centre must or should carry.

    `code` is stored and never changes its meaning. `title` names what must be there, `todo` tells a person
    what to do. `minutes` is the estimate for one place to mend. `above` says who else can meet it once for
    many centres. The rule of the same code lives in `oversight.rules`.
    """

    code: str
    section: Section
    title: Text
    todo: Text
    source: Source
    duty: Duty
    minutes: int
    checked_on: dt.date
    level: Level = Level.CENTER
    above: tuple[Level, ...] = ()

    @property
    def weight(self) -> int:
        return WEIGHTS[self.duty]

    @property
    def duty_label(self) -> str:
        return str(DUTY_LABELS[self.duty])

    @property
    def level_label(self) -> str:
        return str(LEVEL_LABELS[self.level])

    @property
    def certainty_label(self) -> str:
        return str(CERTAINTY_LABELS[self.source.certainty])
