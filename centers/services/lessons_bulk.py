"""One change to many lessons of a centre at once, and the way back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from centers.models import Center, Lesson
from toolkit.text import clock

#: Fields that a change may touch, as the way back keeps them.
KEPT = ("start", "end", "bell_id", "teacher_id", "room_id", "valid_from", "valid_until", "week_parity")


def shifted(lesson: Lesson, minutes: int) -> tuple[dt.time, dt.time]:
    """Its times so many minutes later. Raises `ValidationError` when they leave the day."""
    day = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a clock on the wall
    begin, end = (
        dt.datetime.combine(day, time) + dt.timedelta(minutes=minutes) for time in (lesson.start, lesson.end)
    )
    if begin.date() != day.date() or end.date() != day.date():
        raise ValidationError(
            _("Занятие в {time} так не сдвинуть: оно уйдёт на другой день.").format(time=clock(lesson.start))
        )
    return begin.time(), end.time()


@transaction.atomic
def change_lessons(
    center: Center, lessons: Iterable[Lesson], values: dict[str, Any], *, minutes: int = 0, user: Any
) -> list[list[Any]]:
    """Give the lessons these values, or move their times; returns what is needed to go back.

    Raises `ValidationError` when one of them cannot be so; then nothing has changed.
    """
    before = []
    for lesson in lessons:
        kept = _state(lesson)
        for name, value in values.items():
            setattr(lesson, name, value)
        if minutes:
            lesson.bell = None
            lesson.start, lesson.end = shifted(lesson, minutes)
        lesson.validate_constraints()
        lesson.save()
        before.append([lesson.pk, kept, _state(lesson)])
    log(instance=center, action="centers.lessons_bulk", user=user, data={"lessons": len(before)})
    return before


def _state(lesson: Lesson) -> list[str]:
    return [str(getattr(lesson, name) if getattr(lesson, name) is not None else "") for name in KEPT]


@transaction.atomic
def change_back(lessons: QuerySet[Lesson], before: list[list[Any]]) -> int:
    """Give lessons their former values again; those that somebody has changed since stay as they are."""
    rows = {lesson.pk: lesson for lesson in lessons.filter(pk__in=[one[0] for one in before])}
    count = 0
    for number, kept, made in before:
        lesson = rows.get(number)
        if lesson is None or _state(lesson) != made:
            continue
        for name, words in zip(KEPT, kept, strict=True):
            setattr(lesson, name, _value(name, words))
        lesson.save()
        count += 1
    return count


def _value(name: str, words: str) -> Any:
    if name == "week_parity":
        return words
    if not words:
        return None
    if name.endswith("_id"):
        return int(words)
    return dt.time.fromisoformat(words) if name in ("start", "end") else dt.date.fromisoformat(words)
