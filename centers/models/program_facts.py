"""What a family asks of a programme, in a form that can be compared: direction, class, age, days.

Sets of few values are kept as bits of a number, so that a row of the catalogue is small and a
question about any of them is one comparison, the same on both databases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from centers.models.pages.programs import ProgramPage

FIRST_GRADE, LAST_GRADE = 1, 11
#: Pupils of the first class are seven, or turn eight in it; each next class is a year older.
YOUNGEST_IN_FIRST, OLDEST_IN_FIRST = 7, 8


class Direction(models.TextChoices):
    """One list of directions for readers, where the law has three for staff.

    The six directions of additional programmes (приказ Минпросвещения № 629) come first; what a
    centre's profile or extra-curricular work calls otherwise joins the nearest of them or stands below.
    """

    TECHNICAL = "technical", _("Техника и роботы")
    NATURAL_SCIENCE = "natural_science", _("Естественные науки")
    DIGITAL = "digital", _("Компьютер и цифра")
    ARTS = "arts", _("Искусство и творчество")
    SPORT = "sport", _("Спорт и шахматы")
    TOURISM = "tourism", _("Туризм и краеведение")
    SOCIAL = "social", _("Общество и человек")
    RESEARCH = "research", _("Исследования и проекты")
    CAREER = "career", _("Выбор профессии")
    LEARNING = "learning", _("Помощь в учёбе")


#: Which direction each word of the three official lists joins.
_OF_CENTER = {
    "natural_science": Direction.NATURAL_SCIENCE,
    "technology": Direction.TECHNICAL,
    "digital": Direction.DIGITAL,
    "humanitarian": Direction.SOCIAL,
}
_OF_EXTRACURRICULAR = {
    "learning": Direction.LEARNING,
    "literacy": Direction.LEARNING,
    "research": Direction.RESEARCH,
    "career": Direction.CAREER,
    "creative": Direction.ARTS,
    "social": Direction.SOCIAL,
}
BIT_OF_DIRECTION = {direction: 1 << place for place, direction in enumerate(Direction)}


class Enrolment(models.TextChoices):
    """Whether one can still join; empty when nobody has said."""

    OPEN = "open", _("запись открыта")
    WAITING = "waiting", _("лист ожидания")
    CLOSED = "closed", _("запись закрыта")


@dataclass(frozen=True, slots=True)
class ProgramFacts:
    """A programme as filters see it. `ages` are the youngest and the oldest, in years."""

    directions: int
    grades: int
    weekdays: int
    age_from: int | None
    age_to: int | None

    @classmethod
    def of(cls, program: ProgramPage, weekdays: Iterable[int]) -> ProgramFacts:
        young, old = ages_of(program)
        return cls(
            directions_of(program), grades_of(program), bits_of(day - 1 for day in weekdays), young, old
        )


def bits_of(places: Iterable[int]) -> int:
    """A number with these bits set, the lowest being 0."""
    found = 0
    for place in places:
        found |= 1 << place
    return found


def directions_of(program: ProgramPage) -> int:
    """Bits of the directions: that of the programme's own kind and that of the centre's profile."""
    found = 0
    if program.kind == "additional" and program.additional_focus:
        found |= BIT_OF_DIRECTION[Direction(program.additional_focus)]
    if program.kind == "extracurricular" and program.extracurricular_focus:
        found |= BIT_OF_DIRECTION[_OF_EXTRACURRICULAR[program.extracurricular_focus]]
    if program.focus:
        found |= BIT_OF_DIRECTION[_OF_CENTER[program.focus]]
    return found


def grades_of(program: ProgramPage) -> int:
    """Bits of the classes a programme is for; told from the ages when no class is stated."""
    low, high = program.grade_from, program.grade_to
    if low or high:
        return bits_of(grade - 1 for grade in range(low or FIRST_GRADE, (high or LAST_GRADE) + 1))
    young, old = program.age_from, program.age_to
    if not young and not old:
        return 0
    return bits_of(
        grade - 1
        for grade in range(FIRST_GRADE, LAST_GRADE + 1)
        if (old is None or youngest_in(grade) <= old) and (young is None or oldest_in(grade) >= young)
    )


def ages_of(program: ProgramPage) -> tuple[int | None, int | None]:
    """The youngest and the oldest, in years; told from the classes when no age is stated."""
    if program.age_from or program.age_to:
        return program.age_from, program.age_to
    low, high = program.grade_from, program.grade_to
    return (youngest_in(low) if low else None), (oldest_in(high) if high else None)


def youngest_in(grade: int) -> int:
    return YOUNGEST_IN_FIRST + grade - 1


def oldest_in(grade: int) -> int:
    return OLDEST_IN_FIRST + grade - 1
