"""What the address of a list of programmes asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from centers.models.pages.programs import ProgramKind, ProgramPage, StudyForm
from centers.models.program_facts import (
    BIT_OF_DIRECTION,
    FIRST_GRADE,
    LAST_GRADE,
    Direction,
    ProgramFacts,
)
from centers.models.rows import Weekday

FIRST_AGE, LAST_AGE = 5, 18
LONGEST = 20  # signs of a value that means anything


@dataclass(frozen=True, slots=True)
class AskedPrograms:
    """The filters; whatever makes no sense in the address is left out, and `refused` says so."""

    direction: str = ""
    kind: str = ""
    grade: int | None = None
    age: int | None = None
    day: int | None = None
    form: str = ""
    can_join: bool = False
    page: str = ""
    refused: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> AskedPrograms:
        reader = _Reader(parameters)
        return cls(
            direction=reader.choice("direction", Direction.values),
            kind=reader.choice("kind", ProgramKind.values),
            grade=reader.number("class", FIRST_GRADE, LAST_GRADE),
            age=reader.number("age", FIRST_AGE, LAST_AGE),
            day=reader.number("day", Weekday.MONDAY, Weekday.SUNDAY),
            form=reader.choice("form", StudyForm.values),
            can_join=reader.choice("open", ["1"]) == "1",
            page=parameters.get("page", "")[:LONGEST],
            refused=reader.refused,
        )

    @property
    def narrows(self) -> bool:
        return self.address() != ""

    def address(self, **changed: Any) -> str:
        """«?direction=technical&class=5»: always in one order, nothing empty in it, without the page."""
        asked = replace(self, **changed) if changed else self
        parts = [
            ("direction", asked.direction),
            ("kind", asked.kind),
            ("class", asked.grade),
            ("age", asked.age),
            ("day", asked.day),
            ("form", asked.form),
            ("open", "1" if asked.can_join else ""),
        ]
        written = urlencode([(name, value) for name, value in parts if value])
        return f"?{written}" if written else ""

    def fits(self, program: ProgramPage, facts: ProgramFacts) -> bool:
        """The same question as `ProgramEntryQuerySet.asked`, of a programme in hand."""
        return (
            (not self.direction or bool(facts.directions & BIT_OF_DIRECTION[Direction(self.direction)]))
            and self.kind in ("", program.kind)
            and (not self.grade or bool(facts.grades >> (self.grade - 1) & 1))
            and (not self.age or self._fits_age(facts))
            and (not self.day or bool(facts.weekdays >> (self.day - 1) & 1))
            and self.form in ("", program.study_form)
            and (not self.can_join or program.can_join)
        )

    def _fits_age(self, facts: ProgramFacts) -> bool:
        if facts.age_from is None and facts.age_to is None:
            return False
        return (facts.age_from or 0) <= (self.age or 0) <= (facts.age_to or 999)

    @property
    def said(self) -> list[tuple[str, str]]:
        """What is asked for in words, each with the address of the list without it."""
        words: list[tuple[str, str, Any]] = []
        if self.direction:
            words.append((str(Direction(self.direction).label), "direction", ""))
        if self.kind:
            words.append((str(ProgramKind(self.kind).label), "kind", ""))
        if self.grade:
            words.append((_("%(grade)s класс") % {"grade": self.grade}, "grade", None))
        if self.age:
            words.append((age_label(self.age), "age", None))
        if self.day:
            words.append((str(Weekday(self.day).label), "day", None))
        if self.form:
            words.append((str(StudyForm(self.form).label), "form", ""))
        if self.can_join:
            words.append((_("можно записаться"), "can_join", False))
        return [(word, self.address(**{name: empty})) for word, name, empty in words]


def age_label(age: int) -> str:
    """«5 лет», «18 лет»: of the ages of pupils all have this form."""
    return _("%(age)s лет") % {"age": age}


def choices(asked: AskedPrograms, counts: Callable[[str], int | None] | None = None) -> dict[str, list]:
    """What the form offers: triples of value, words and whether it is the chosen one."""
    directions = []
    for value, label in Direction.choices:
        count = counts(value) if counts else None
        if count == 0 and value != asked.direction:
            continue
        directions.append((value, label if count is None else f"{label} ({count})", value == asked.direction))
    return {
        "directions": directions,
        "kinds": [(value, label, value == asked.kind) for value, label in ProgramKind.choices],
        "grades": [(grade, grade, grade == asked.grade) for grade in range(FIRST_GRADE, LAST_GRADE + 1)],
        "ages": [(age, age_label(age), age == asked.age) for age in range(FIRST_AGE, LAST_AGE + 1)],
        "days": [(value, str(label).capitalize(), value == asked.day) for value, label in Weekday.choices],
        "forms": [(value, label, value == asked.form) for value, label in StudyForm.choices],
    }


class _Reader:
    """Takes values out of an address and remembers whether one made no sense."""

    def __init__(self, parameters: Mapping[str, str]) -> None:
        self.parameters = parameters
        self.refused = False

    def choice(self, name: str, known: list[str]) -> str:
        value = self.parameters.get(name, "")
        if value in known:
            return value
        self.refused = self.refused or bool(value)
        return ""

    def number(self, name: str, low: int, high: int) -> int | None:
        value = self.parameters.get(name, "")
        number = int(value) if 0 < len(value) <= 2 and value.isascii() and value.isdecimal() else 0
        if low <= number <= high:
            return number
        self.refused = self.refused or bool(value)
        return None
